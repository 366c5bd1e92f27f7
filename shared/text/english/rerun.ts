import { assertNever } from '../../assert-never.ts';
import type { Rebinder } from '../../facts.ts';
import type { RecordNews } from '../../record-news.ts';
import type { CheckState } from '../../screens/rerun-checks.ts';
import type { Stall } from '../../screens/rerun-stall.ts';
import type { WordReason } from '../../screens/rerun-switches.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { rebinderName } from './rebinders.ts';
import { becauseText } from './codes.ts';
import { logLineText } from './log-line.ts';

/** What the Re-run Setup stage says. */
export const rerunWords = {
  heading: {
    ready: 'Run Setup again',
    waiting: 'Waiting for Setup to begin',
    started: 'Setup is being started',
    running: 'Setup is running',
    succeeded: 'Setup has ended successfully',
    failed: 'Setup stopped again',
    'not-needed': 'Setup need not run again',
  },
  lead: {
    ready:
      'The certificates are good now. Setup goes on where it stopped, with the choices of the run that failed.',
    blocked: 'Setup would stop again as things are. The list below says what is in its way, and what to do.',
    unknown:
      'Nothing is seen in the way of Setup, but not everything could be read. The list below says what.',
    waiting:
      'Start it with the command below, in a console run as administrator. This page goes on by itself as soon as its log has a new line.',
    started: 'It opens a window of its own. This page goes on by itself as soon as its log has a new line.',
    running: 'Its log is followed here, line by line. Leave the server alone until it has ended.',
    succeeded: 'The update is installed. What is left can wait for the morning; the report says what it is.',
    failed:
      'What this program changed stands as before. Diagnose says what stopped Setup now, and what can be done.',
    'not-needed':
      'Its log says that it ended successfully. The certificates are in order; nothing else is left to do here.',
  },
  command: 'The command',
  commandLabel: 'Command that runs Setup again',
  copied: 'The command is on the clipboard. Run it in a console run as administrator, then say so here.',
  words: 'Why it reads like this',
  checks: 'Before it runs',
  marks: {
    ok: 'In order',
    'yours-to-check': 'For you to check',
    'in-the-way': 'In the way',
    unknown: 'Not known',
  } satisfies Record<CheckState['kind'], string>,
  lookAgain: 'Look again',
  looking: 'Looking …',
  lookedAt: (when: string) => `Looked at ${when}.`,
  run: 'Run Setup (practice)',
  start: {
    label: 'Start Setup …',
    question: 'Start Setup?',
    deed: 'Start Setup',
    meaning:
      'It opens a window of its own, and goes on when this one is closed. Mail stays down until it has ended. Do not click into that window: a click there freezes Setup.',
    program: 'Program',
    signedBy: 'Signed by',
    command: 'Command',
  },
  copy: 'Copy the command',
  follow: 'I have started Setup: follow its log',
  followRunning: 'Follow the log of Setup',
  stopFollowing: 'Stop following: Setup goes on',
  seeReport: 'See the report',
  backToDiagnose: 'Back to Diagnose',
  busy: 'The server is being looked at.',
  live: {
    starting: 'Setup is starting',
    between: 'On to the next task',
    atWork: 'Setup is at work',
    stopping: 'Setup has written an error and is stopping',
    version: 'Version',
    component: (name: string) => `Component: ${name}`,
    elapsed: 'Running for',
    entries: 'Entries in its log',
    lastLine: 'Last line',
    noLine: 'Its log has no new line yet.',
    noLineYet: 'none yet',
    newest: 'The newest line of ExchangeSetup.log',
    done: 'Tasks that have ended',
    doneNone: 'Nothing yet.',
  },
  waiting: {
    for: 'Waiting for',
    long: 'Still no new line. Look at the console: Windows may ask for permission, or the command could not be started. Setup may also write its first line only after it has copied its own files.',
  },
  said: 'What Setup wrote',
  line: (line: number) => `ExchangeSetup.log, ${logLineText(line)}`,
  took: (duration: string) => `It ran for ${duration}.`,
} as const;

/** How old the newest line of the log is. */
export function lastLineText(age: string): string {
  return `${age} ago`;
}

const longestWait = 3 * 60_000;

/** What to look for when Setup has not begun for so many milliseconds; empty while that is not long. */
export function waitingText(milliseconds: number): string {
  return milliseconds < longestWait ? '' : rerunWords.waiting.long;
}

/** What is known of a silence of Setup, and what to do. */
export function stallText(stall: Stall): string {
  switch (stall) {
    case 'copying-files':
      return 'Copying the Exchange files writes few lines: Setup may stand at 16 % for up to an hour. Let it work.';
    case 'directory-service-stopped':
      return 'Before this run the service Microsoft Exchange Active Directory Topology (MSExchangeADTopology) was stopped, as a failed run leaves it. A second attempt can stand still here because of that: if services.msc still shows it stopped, set it to Automatic and start it.';
    case 'console-frozen':
      return 'A click into the console of Setup freezes it: if its title begins with “Select”, go there and press Enter once.';
    case 'waits-with-error':
      return 'Setup has written an error and has not ended. If a window of it shows that error, close it: only then it ends, and the cause is told here.';
    case 'slow':
      return 'No new line for a while. Some tasks take long, and that alone is no fault.';
    default:
      return assertNever(stall);
  }
}

/** What became of a bound record while Setup ran: what is so, and then who may have done it and what to do. */
export function recordNewsTexts(news: RecordNews, frame: Frame): readonly [string, ...string[]] {
  const { endpoint, bound } = news;
  const was = `${endpoint} (${news.site}) was bound to ${certificateText(bound, frame)}`;
  switch (news.kind) {
    case 'other-certificate':
      return [
        `${endpoint} holds another certificate than was bound`,
        `${was}, and now holds ${certificateText(news.found, frame)}.`,
        ...whoAndWhat(news.by),
      ];
    case 'gone':
      return [`${endpoint} holds no certificate any more`, `${was}.`, ...whoAndWhat(news.by)];
    case 'unread':
      return [
        `${endpoint} cannot be read now`,
        `${was}. Whether it still is, is not known, because of this: ${becauseText(news.because)}. It is read again every few seconds.`,
      ];
    default:
      return assertNever(news);
  }
}

function whoAndWhat(by: Rebinder | null): readonly string[] {
  const known =
    by === null
      ? 'This program did not do it. By whom it was done is not known.'
      : `This program did not do it. This may be ${rebinderName(by)}: switch that off until Setup has ended.`;
  return [
    known,
    'Let Setup end, well or not, and change nothing meanwhile. Then look again: Diagnose says whether it has to be bound once more.',
  ];
}

/** What Setup's tasks do, in words; the technical name stands beside it. */
const tasks: Readonly<Record<string, string>> = {
  'test-setupprerequisites': 'Checking the prerequisites',
  'install-exchangeorganization': 'Preparing Active Directory',
  'start-presetup': 'Getting ready',
  'disable-services': 'Stopping the services',
  'install-languages': 'Installing the languages',
  'install-msipackage': 'Copying the Exchange files',
  'uninstall-msipackage': 'Taking away the old Exchange files',
  'install-admintoolsrole': 'Installing the management tools',
  'install-bridgeheadrole': 'Mailbox role: Transport service',
  'install-clientaccessrole': 'Mailbox role: Client Access service',
  'install-unifiedmessagingrole': 'Mailbox role: Unified Messaging service',
  'install-mailboxrole': 'Mailbox role: Mailbox service',
  'install-frontendtransportrole': 'Mailbox role: Front End Transport service',
  'install-caferole': 'Mailbox role: Client Access Front End service',
  'start-postsetup': 'Finishing',
};

/** What a task of Setup is, in words. */
export function taskText(task: string): string {
  return tasks[task.toLowerCase()] ?? 'Working';
}

/** Why a word stands in the command. */
export function wordText(because: WordReason): string {
  switch (because.kind) {
    case 'program':
      return `From the media of the run that failed (${because.media}), or of a newer update. A bare setup.exe would find the old copy under V15\\bin.`;
    case 'upgrade':
      return 'The mode of an update. Setup finds the task that failed, and goes on there.';
    case 'licence':
      return 'Accepts the licence. Setup of this version knows no other form of it.';
    case 'diagnostic-data':
      return diagnosticDataText(because);
    case 'extended-protection-kept-off':
      return 'Kept from the run that failed. Without it, Setup turns Extended Protection on by itself.';
    case 'extended-protection-of-ews-kept-off':
      return 'Kept from the run that failed. Without it, Setup turns Extended Protection on for EWS by itself.';
    default:
      return assertNever(because);
  }
}

function diagnosticDataText({ sent, origin }: Extract<WordReason, { kind: 'diagnostic-data' }>): string {
  if (origin === 'wanted') {
    return 'Accepts the licence. Setup of this version wants to be told about diagnostic data; this sends none.';
  }
  return sent === 'sent'
    ? 'Accepts the licence, and sends diagnostic data, as the run that failed did.'
    : 'Accepts the licence, and sends no diagnostic data, as the run that failed did.';
}
