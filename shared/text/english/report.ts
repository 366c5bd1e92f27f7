import { count } from '../format.ts';
import { logLineText } from './log-line.ts';

// The window shows parts of a report: what it needs stands apart from what only the whole report says.

/** How a rescue ended. */
export const outcomeWords = {
  open: {
    word: 'Not finished',
    sentence: 'The recovery has not come to its end. It can be continued or undone.',
  },
  repaired: {
    word: 'Repaired',
    sentence: (changes: number) => `${count(changes, 'change')} made and verified.`,
    setupWaits: 'Setup has not been run again yet.',
  },
  setupFailed: { word: 'Repaired, but Setup stopped again' },
  stopped: { word: 'Stopped' },
  left: {
    word: 'Left, and begun anew',
    sentence: 'What was done stays, and can still be undone.',
  },
  undoing: {
    word: 'Undo not finished',
    sentence: 'The undo has not come to its end. It can be continued.',
  },
  undone: { word: 'Undone', sentence: 'Every change was taken back.' },
  partlyUndone: {
    word: 'Undone in part',
    sentence: 'Undone as far as possible; what stays is listed below.',
    asChosen:
      'What was chosen was taken back, and the other changes stand. What was wrong there has come back.',
  },
  putBack: {
    word: 'Put back',
    backEnd: 'Exchange Back End keeps its self-signed certificate.',
    open: 'It has not come to its end. It can be continued or undone.',
  },
  putBackTakenBack:
    'Every change was taken back: Default Web Site holds the self-signed certificate again, and users are warned of it.',
  looked: { word: 'Nothing was changed', sentence: 'The server was only looked at.' },
  hadSucceeded: 'Setup had ended successfully before. There is no need to run it again.',
  allTakenBack: 'Every change was taken back. The server is as it was found, with what was wrong then.',
} as const;

export const reportHeadings = {
  wrong: 'What was wrong',
  wasBound: 'What was bound',
  changed: 'What was changed',
  notDone: 'Not done, and why',
  setup: 'Run Setup again',
  setupEnded: 'Setup',
  morning: 'In the morning',
  afterwards: 'Afterwards',
  undo: 'How to undo',
  byHand: 'The same by hand',
  look: 'Look here by hand',
  bound: 'What is bound',
  readOn: 'Where to read on',
  also: 'Also found',
  alsoBefore: 'Also found at the start',
} as const;

export const reportLabels = {
  exchange: 'Exchange',
  windows: 'Windows',
  webServer: 'Web server',
  begun: 'Recovery begun',
  putBackBegun: 'Begun',
  lastStep: 'Last step',
  lookedAt: 'Looked at',
  log: 'ExchangeSetup.log',
  lastLine: 'Last line at',
  services: 'Services',
  component: 'Component',
  version: 'Setup version',
  command: 'Started with',
  media: 'Media',
  hiddenBy: 'Hidden by',
  change: 'Change',
  before: 'Before',
  after: 'After',
  written: 'Written down',
  done: 'Done',
  verified: 'Verified',
  undone: 'Undone',
  notUndone: 'Not undone',
  look: 'Look by hand',
  result: 'Result',
  notTouched: 'Not touched',
  stopped: 'Stopped here',
  line: logLineText,
} as const;

/** What else a report says. */
export const reportWords = {
  language: 'en',
  recoveryOf: (server: string) => `Recovery of ${server}`,
  putBackOn: (server: string) => `The real certificate put back on ${server}`,
  foundOn: (server: string) => `What was found on ${server}`,
  thisServer: 'this server',
  iis: (version: string) => `IIS ${version}`,
  practice: 'Practice',
  practiced: (scenario: string) =>
    `A rehearsal on a simulated server (scenario ${scenario}). No real server was touched.`,
  nothing: 'Nothing.',
  namesUnknown:
    'The names were to be replaced, and nothing tells what they are: the server could not be looked at. Without --redact the report is printed with the names as they are.',
  changesNothing: 'In an elevated prompt; it only shows, and changes nothing:',
  searchFor: 'What to search for in the log:',
  neverChanged: 'Nothing was ever changed from this folder.',
  place: (name: string, where: string) => `${name} (${where})`,
  holds: (place: string, certificate: string) => `${place} holds ${certificate}.`,
  holdsUntil: (place: string, certificate: string, day: string) =>
    `${place} holds ${certificate}, valid until ${day}.`,
  newCertificate: 'New certificate',
  trust: 'Trust in it',
  keyFile: 'Private key',
  validUntil: (day: string) => `valid until ${day}`,
  interrupted: 'not known: it was interrupted here',
  whyAbove: 'The reason is said at the top.',
  leftOut: 'The recovery was left before it came to this change.',
  notCopied: (file: string) => `${file} was not there to be copied.`,
  undoHow: (rescue: number, changeId: string) =>
    `Undo takes back all that can be, newest first, or one change alone (undo --change ${String(rescue)}/${changeId}). By hand:`,
  undoPutBackHow: (rescue: number, changeId: string) =>
    `Undo takes the put-back back and nothing before it (undo --put-back), or one change alone (undo --change ${String(rescue)}/${changeId}). By hand:`,
  lookFirst: '(it was interrupted: look first whether it is in place)',
  copies: (dataFolder: string, folder: string, files: readonly string[]) =>
    `Copies made before the first change lie in ${dataFolder}, in the folder ${folder}: ${files.join(', ')}.`,
  onlyWhenRepaired: 'Only when the recovery has come to its end. Before, Setup would stop again.',
  notBegun: (id: string, title: string) => `${id}. ${title}: not begun.`,
  notKnown: (id: string, title: string) => `${id}. ${title}: not known, it was interrupted there.`,
  wasSoBefore: 'it was so already; this program changed nothing here',
  page: (number: string, of: string) => `Page ${number} of ${of}`,
} as const;

/** What was not done by choice, and what was never meant to be. */
export const notDoneWords = {
  trust:
    'The new certificate was not added to the trusted roots, as it was chosen: this server itself takes it for untrusted, too.',
  setup: 'Setup has not been run again: it begins only when you start it, and goes on where it stopped.',
  nothingWrong: (place: string) =>
    `${place} was left alone on purpose: nothing is wrong there that stops Setup.`,
  leftAlone: (place: string) => `${place} was left alone.`,
  notSelfSigned: (place: string) =>
    `${place} was left alone: the certificate that it holds is not self-signed.`,
  notPlanned: (place: string) => `${place} keeps its certificate: the plan did not change it.`,
  neverTouched:
    "No certificate was deleted; Setup's logs, watermarks and services' start types were left alone.",
} as const;
