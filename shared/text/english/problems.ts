import { assertNever } from '../../assert-never.ts';
import type { StartProblem } from '../../start-problem.ts';
import { formatTime, list } from '../format.ts';
import { accountText } from './accounts.ts';
import { codeClause } from './codes.ts';

export function logProblemText(file: string, code: string): string {
  return `${file} could not be read: ${codeClause(code)}.`;
}

/** What lies there may be evidence of somebody who has prepared it, so nobody is told to delete it. */
const anotherFolder =
  'Look at what is in it, then rename it and start again, or name a folder with --data that is not there yet: this program makes it so that nobody else may write there.';

/** Why a command did not begin: what happened, and what to do. Nothing was changed. */
export function startProblemText(problem: StartProblem, utcOffsetMinutes: number): string {
  switch (problem.kind) {
    case 'folder-missing':
      return `The data folder ${problem.directory} is not there. Nothing was changed. Name the folder that the rescue was begun with.`;
    case 'folder-not-a-folder':
      return `${problem.directory} is not a folder, so it cannot be the data folder. Name another with --data.`;
    case 'folder-not-writable':
      return `The data folder ${problem.directory} cannot be used: ${codeClause(problem.code)}. Nothing was changed. Name another with --data.`;
    case 'folder-cannot-be-made':
      return `The data folder ${problem.directory} cannot be made: ${codeClause(problem.code)}. Nothing was changed. Name another with --data.`;
    case 'folder-full':
      return `The data folder ${problem.directory} has too little room for a rescue: ${codeClause(problem.code)}. Nothing was changed. Make room, or name another with --data.`;
    case 'folder-leads-elsewhere':
      return `${problem.directory} is not a folder of its own: it leads to ${problem.to}, where this program would write without being told to. Nothing was changed. ${anotherFolder}`;
    case 'folder-of-another':
      return `The data folder ${problem.directory} belongs to somebody else (${accountText(problem.owner)}), who could change what a rescue keeps there. Nothing was changed. ${anotherFolder}`;
    case 'folder-open-to-others':
      return `Others may write in the data folder ${problem.directory} (${list(problem.who.map(accountText))}), and could change what a rescue keeps there. Nothing was changed. ${anotherFolder}`;
    case 'journal-newer':
      return `The journal ${problem.path} was written by a newer version of this program. Use that one. Nothing was changed.`;
    case 'journal-lost':
      return `The journal ${problem.path} does not tell of a rescue whose copies lie beside it in ${problem.backup}. What was changed then is not known any more: compare the server with ${problem.backup}/records.json by hand. Nothing was changed.`;
    case 'journal-unreadable':
      return `The journal ${problem.path} cannot be used: ${codeClause(problem.code)}. Nothing more is changed until that is corrected. Correct it, then try again.`;
    case 'journal-damaged':
      return journalDamagedText(problem);
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
    case 'not-64-bit':
      return `This is a program for ${problem.architecture}, which Windows shows other folders and another registry than Exchange uses. Nothing was changed. Take the 64-bit one.`;
    case 'not-elevated':
      return 'Windows has not given this program the rights of an administrator. Nothing was changed. Start it again with "Run as administrator".';
    case 'not-exchange':
      return 'This machine is not an Exchange server: nothing of Exchange is in its registry. Nothing was changed. Run it on the server whose update failed, or rehearse with --practice.';
    case 'program-incomplete':
      return `What this program calls Windows with, in the folder node_modules beside it, cannot be loaded: ${codeClause(problem.code)}. Nothing was changed. Copy the whole folder of the program again, not the program alone.`;
    case 'windows-lacks':
      return `This Windows lacks ${problem.entryPoint === null ? '' : `${problem.entryPoint} in `}${problem.library}, which this program cannot do without. Nothing was changed. It needs Windows Server 2016 or newer; repair Windows (sfc /scannow) if it is.`;
    case 'windows-refused':
      return `This server cannot be worked on: ${problem.tried}: ${codeClause(problem.code)}. Nothing was changed. Try again; where that does not help, restart the server as soon as Setup is not running.`;
    case 'unfinished':
      return `The rescue begun ${formatTime(problem.startedAt, utcOffsetMinutes)} is not finished. Go on with --continue, or take it back with undo --all.`;
    case 'nothing-to-continue':
      return `${problem.directory} holds no rescue that could be continued: the last one was undone.`;
    case 'practice-only':
      return 'This command plays Setup on a practice server. On this server, start Setup itself: report says the command. Nothing was changed.';
    case 'not-confirmed':
      return 'Nothing was changed. Add --yes to carry this plan out.';
    default:
      return assertNever(problem);
  }
}

function journalDamagedText({ path, line, why, where }: JournalDamaged): string {
  const journal = `The journal ${path}`;
  const number = String(line);
  switch (why) {
    case 'not-json':
    case 'checksum':
    case 'line-end':
      return `${journal} is damaged in line ${number}: it is not as this program wrote it. ${keepIt}`;
    case 'sequence':
    case 'chain':
      return `${journal} is damaged in line ${number}: that line does not follow the one before, so one is missing, doubled or moved. ${keepIt}`;
    case 'event':
    case 'newer-version':
      return `${journal} says in line ${number} what this version of the program does not understand${where === null ? '' : ` (${where})`}. Use the version that wrote it. Until then: ${keepItAfterColon}`;
    default:
      return assertNever(why);
  }
}

type JournalDamaged = Extract<StartProblem, { kind: 'journal-damaged' }>;

const keepItAfterColon =
  'nothing is changed on the server. Keep the whole folder: what was done up to that line is told, and the copies in it hold what was before.';
const keepIt = `So ${keepItAfterColon}`;

export function journalFailedText(code: string): string {
  return `The journal could not be written: ${codeClause(code)}. The server was not touched after that. Correct that, then go on with --continue or take it back with undo --all.`;
}

/** A folder that takes no journal takes no report either: what is known can be kept elsewhere. */
export function keepReportText(directory: string): string {
  return `To keep what is known, copy the report from here, or write what the journal tells to another disk: report --data "${directory}" > FILE.`;
}
