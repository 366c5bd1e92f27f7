import { assertNever } from '../../assert-never.ts';
import type { StartProblem } from '../../start-problem.ts';

/** Before there is anything to diagnose. */
export const startWords = {
  looking: 'Nothing is changed',
  openingTitle: 'Looking at this server',
  openingLead:
    "Sites, certificates and Setup's log are read, and nothing else. Nothing is changed until you have seen a plan and accepted it.",
  safe: 'Safe to close: this window is changing nothing. Sign out or restart only when Setup is not running.',
  notOpened: 'Not opened',
  retry: 'Retry',
  save: 'Save the report',
  copy: 'Copy the report as text',
  asItStands: 'The server as it stands',
  whatWasDone: 'What this program did, as far as its journal tells',
} as const;

/** What is in the way, in few words; `startProblemText` says the rest. */
export function shutTitle({ kind }: StartProblem): string {
  switch (kind) {
    case 'folder-missing':
    case 'folder-not-a-folder':
    case 'folder-not-writable':
    case 'folder-cannot-be-made':
    case 'folder-full':
    case 'folder-leads-elsewhere':
    case 'folder-of-another':
    case 'folder-open-to-others':
      return 'The data folder cannot be used';
    case 'journal-unreadable':
    case 'journal-newer':
      return 'The journal cannot be used';
    case 'journal-lost':
      return 'The journal is lost';
    case 'journal-damaged':
      return 'The journal is damaged';
    case 'held':
      return 'This rescue is open elsewhere';
    case 'no-server':
    case 'not-exchange':
      return 'This machine is not an Exchange server';
    case 'not-elevated':
      return 'The rights of an administrator are missing';
    case 'not-64-bit':
      return 'This program does not fit this Windows';
    case 'program-incomplete':
      return 'A part of this program is missing';
    case 'windows-lacks':
    case 'windows-refused':
      return 'Windows does not do what is needed';
    case 'server-unreadable':
      return 'The practice server cannot be opened';
    case 'other-scenario':
      return 'Another scenario is in this folder';
    case 'unfinished':
    case 'nothing-to-continue':
    case 'practice-only':
    case 'not-confirmed':
      return 'The rescue cannot be opened';
    default:
      return assertNever(kind);
  }
}
