import { assertNever } from '../../assert-never.ts';
import { formatTime } from '../format.ts';

/** What came from the file system, in words; the code stays beside it for the one who knows it. */
function codeClause(code: string): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'access is denied',
    EPERM: 'access is denied',
    EBUSY: 'another program has locked it',
    EISDIR: 'it is a folder',
    ENOTDIR: 'it is not a folder',
    EROFS: 'the disk is read only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EIO: 'the disk reports an error',
    TOO_LONG_FOR_A_PIPE: 'it is too long for a pipe; save it as a file and name that',
  };
  const known = words[code];
  return known === undefined ? code : `${known} (${code})`;
}

export function logProblemText(file: string, code: string): string {
  return `${file} could not be read: ${codeClause(code)}.`;
}

export type StartProblem =
  | {
      readonly kind:
        'folder-missing' | 'folder-not-a-folder' | 'folder-not-writable' | 'folder-cannot-be-made';
      readonly directory: string;
      readonly code: string;
    }
  | { readonly kind: 'journal-unreadable'; readonly path: string; readonly code: string }
  | { readonly kind: 'journal-damaged'; readonly path: string; readonly line: number }
  | {
      readonly kind: 'held';
      readonly directory: string;
      readonly what: string | null;
      readonly startedAt: string | null;
      readonly processId: number | null;
    }
  | { readonly kind: 'no-server'; readonly directory: string; readonly scenarios: readonly string[] }
  | { readonly kind: 'server-unreadable'; readonly path: string; readonly code: string }
  | {
      readonly kind: 'other-scenario';
      readonly directory: string;
      readonly holds: string;
      readonly asked: string;
    }
  | { readonly kind: 'unfinished'; readonly startedAt: string }
  | { readonly kind: 'nothing-to-continue'; readonly directory: string }
  | { readonly kind: 'not-confirmed' };

/** Why a command did not begin: what happened, and what to do. Nothing was changed. */
export function startProblemText(problem: StartProblem, utcOffsetMinutes: number): string {
  switch (problem.kind) {
    case 'folder-missing':
      return `The data folder ${problem.directory} is not there. Name the folder that the rescue was begun with.`;
    case 'folder-not-a-folder':
      return `${problem.directory} is not a folder, so it cannot be the data folder. Name another with --data.`;
    case 'folder-not-writable':
      return `The data folder ${problem.directory} cannot be used: ${codeClause(problem.code)}. Nothing was changed. Name another with --data.`;
    case 'folder-cannot-be-made':
      return `The data folder ${problem.directory} cannot be made: ${codeClause(problem.code)}. Nothing was changed. Name another with --data.`;
    case 'journal-unreadable':
      return `The journal ${problem.path} cannot be read: ${codeClause(problem.code)}. Nothing was changed.`;
    case 'journal-damaged':
      return `The journal ${problem.path} is damaged in line ${String(problem.line)}, so nothing is done on it. Keep the file, and begin in another data folder.`;
    case 'held':
      return problem.what === null
        ? `Another rescuer uses ${problem.directory} now. Let it end first. Nothing was changed.`
        : `${problem.directory} is in use: ${problem.what} (process ${String(problem.processId)}) since ${problem.startedAt === null ? 'an unknown time' : formatTime(problem.startedAt, utcOffsetMinutes)}. Let it end first. Nothing was changed.`;
    case 'no-server':
      return `This machine is not an Exchange server, and ${problem.directory} holds no practice server. Name one with --practice: ${problem.scenarios.join(', ')}.`;
    case 'server-unreadable':
      return `The practice server ${problem.path} cannot be used: ${codeClause(problem.code)}. Use another data folder.`;
    case 'other-scenario':
      return `${problem.directory} holds the practice scenario ${problem.holds}, not ${problem.asked}. Use another data folder for it.`;
    case 'unfinished':
      return `The rescue begun ${formatTime(problem.startedAt, utcOffsetMinutes)} is not finished. Go on with --continue, or take it back with undo --all.`;
    case 'nothing-to-continue':
      return `${problem.directory} holds no rescue that could be continued: the last one was undone.`;
    case 'not-confirmed':
      return 'Nothing was changed. Add --yes to carry this plan out.';
    default:
      return assertNever(problem);
  }
}

export function journalFailedText(code: string): string {
  return `The journal could not be written: ${codeClause(code)}. The server was not touched after that. Make room, then go on with --continue or take it back with undo --all.`;
}
