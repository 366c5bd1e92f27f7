import { changedSoFar } from '../../screens/changed-so-far.ts';
import type { Ending } from '../../screens/ending.ts';
import type { Rescue } from '../../rescue.ts';
import { formatDuration } from '../duration.ts';
import { formatTime } from '../format.ts';
import { morningTexts } from './morning.ts';
import { outcomeWords, reportHeadings } from './report.ts';

/** What the Finish stage says. */
export const finishWords = {
  heading: {
    done: 'The server is repaired, and Setup has ended',
    'setup-waits': 'The bindings are repaired. Setup has still to be run',
    'setup-failed': 'The bindings are repaired, but Setup stopped again',
    undone: 'Everything has been taken back',
    'partly-undone': 'Taken back as far as possible',
    'undone-in-part': 'Taken back in part',
    left: 'The rescue was left where it was',
    unfinished: 'The rescue is not finished',
  } satisfies Record<Ending, string>,
  report: 'The report',
  reportIn: 'It is saved in three forms, for whoever asks in the morning:',
  forms: { pdf: 'PDF', html: 'Web page', text: 'Text' },
  notSaved:
    'It saves itself into the data folder when the rescue has come to its end. As it stands, it can be saved, printed and copied now.',
  wrong: reportHeadings.wrong,
  asFound: (when: string) => `This is how the server was found on ${when}.`,
  changed: reportHeadings.changed,
  notDone: reportHeadings.notDone,
  setup: reportHeadings.setupEnded,
  morning: reportHeadings.morning,
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
  const { kind } = rescue.outcome;
  if (kind === 'undone') return [outcomeWords.allTakenBack];
  const nothingStands = changedSoFar([rescue], { kind: 'idle' }).kind === 'nothing';
  return nothingStands && kind !== 'repaired' ? [] : morningTexts(rescue);
}
