import { changedSoFar } from '../../screens/changed-so-far.ts';
import type { Ending } from '../../screens/ending.ts';
import type { Rescue } from '../../rescue.ts';
import { formatDuration } from '../duration.ts';
import { formatTime } from '../format.ts';
import { frameOf } from '../frame.ts';
import { morningTexts } from './morning.ts';
import { afterPutBackTexts } from './put-back-texts.ts';
import { outcomeWords, reportHeadings } from './report.ts';

/** How it ended: the title of the Finish stage. */
export const finishTitles: Readonly<Record<Ending, string>> = {
  done: 'The server is repaired, and Setup has ended',
  'setup-waits': 'The certificates are in order. Setup has still to be run',
  'setup-failed': 'The certificates are in order, but Setup stopped again',
  'put-back': 'The real certificate is back',
  undone: 'Everything has been taken back',
  'put-back-undone': 'The put-back has been taken back',
  'partly-undone': 'Taken back as far as possible',
  'undone-in-part': 'Taken back in part',
  left: 'The rescue was left where it was',
  unfinished: 'The rescue is not finished',
};

/** What else the Finish stage says. */
export const finishWords = {
  report: 'The report',
  reportIn: 'It is saved in three forms, for whoever asks in the morning:',
  forms: { pdf: 'PDF', html: 'Web page', text: 'Text' },
  notSaved:
    'It saves itself into the data folder when the rescue has come to its end. As it stands, it can be saved, printed and copied now.',
  asFound: (when: string) => `This is how the server was found on ${when}.`,
  changed: reportHeadings.changed,
  notDone: reportHeadings.notDone,
  setup: reportHeadings.setupEnded,
  earlier: 'Earlier rescues of this server',
  undo: 'Take it back',
  undoText: 'Every change can be taken back, also tomorrow: the journal keeps the old values.',
  undoTextExcept:
    'What can be taken back, can be taken back tomorrow as well: the journal keeps the old values.',
  undoTextAgain:
    'What stays can be tried again, once its reason is put right: the journal keeps the old values.',
  savePdf: 'Save PDF',
  print: 'Print',
  copyText: 'Copy text',
  copied: 'The report is on the clipboard, as text.',
  copyWithoutNames: 'Copy without names',
  withoutNames:
    'To show it to others: the names of this server, of its hosts, domains, users and organisation are replaced. A name that the server does not tell of cannot be known here: read it before you pass it on.',
  next: {
    runSetup: 'Run Setup again',
    rebind: 'Go on with the rescue',
    diagnose: 'Back to Diagnose',
  },
  busy: 'Something is going on. Wait for its end.',
} as const;

/** When it began, and how long it took. */
export function whenText(startedAt: string, lastEventAt: string, utcOffsetMinutes: number): string {
  const took = formatDuration(Date.parse(lastEventAt) - Date.parse(startedAt));
  return `Begun on ${formatTime(startedAt, utcOffsetMinutes)}; the last step came ${took} later.`;
}

/** Something that happened, with its time before it. */
export function atText(at: string, text: string, utcOffsetMinutes: number): string {
  return `${formatTime(at, utcOffsetMinutes)}: ${text}`;
}

/** What is left for daylight; of what was taken back, or was never done, nothing. */
export function morningOf(rescue: Rescue): readonly string[] {
  const { outcome, start } = rescue;
  const isPutBack = start.purpose === 'put-back';
  if (outcome.kind === 'undone') {
    return [isPutBack ? outcomeWords.putBackTakenBack : outcomeWords.allTakenBack];
  }
  const nothingStands = changedSoFar([rescue], { kind: 'idle' }).kind === 'nothing';
  if (nothingStands && outcome.kind !== 'repaired') return [];
  const { plan, facts, diagnosis } = start;
  return isPutBack ? afterPutBackTexts(plan, facts, frameOf(facts, diagnosis.at)) : morningTexts(rescue);
}
