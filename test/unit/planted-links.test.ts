import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupInto } from '../../electron/backup.ts';
import { keepReports } from '../../electron/cli/keep-report.ts';
import { noteCrash, takeLastCrash } from '../../electron/crash.ts';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal, readJournal } from '../../electron/journal.ts';
import { createPractice, openPractice } from '../../electron/server/practice/practice.ts';
import { keepPlace } from '../../electron/window/window-place.ts';
import { writeNew } from '../../electron/whole-file.ts';
import { reportFiles } from '../../electron/wizard/report-files.ts';
import { read } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import { codeClause } from '../../shared/text/english/codes.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { nightClock, scenario } from '../fixtures/practice.ts';
import { journal, started } from '../fixtures/rescues.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const rescue = reduce(journal(started(expiredServer())))[0]!;
const place = { bounds: { x: 1, y: 1, width: 900, height: 700 }, size: 'as-bounds' } as const;

const reports = reportFiles({
  html: () => '<!doctype html>',
  pdf: () => Promise.resolve(read(Buffer.from('%PDF'))),
  askWhere: () => Promise.resolve(null),
  print: () => Promise.resolve(read(null)),
});

/** What belongs to somebody else: a folder with a file in it. */
function others(): { readonly folder: string; readonly file: string; readonly isUntouched: () => boolean } {
  const folder = newFolder();
  const file = join(folder, 'precious');
  writeFileSync(file, 'precious');
  chmodSync(file, 0o644);
  return {
    folder,
    file,
    isUntouched: () =>
      readFileSync(file, 'utf8') === 'precious' &&
      (lstatSync(file).mode & 0o777) === 0o644 &&
      readdirSync(folder).join() === 'precious',
  };
}

/** A deed that writes a file of its own into the data folder; what it says, or throws, is told as a code. */
interface Writing {
  /** Inside the data folder. */
  readonly file: string;
  readonly write: (data: string) => Promise<string | null> | string | null;
}

function codeOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function beginJournal(data: string): string | null {
  const opened = openJournal(data, { clock: testClock, disk: systemDisk });
  if (opened.kind !== 'open') return opened.kind === 'unreadable' ? opened.code : opened.kind;
  const appended = opened.journal.append({ kind: 'rescue-resumed' });
  return appended.kind === 'failed' ? appended.code : null;
}

function backUp(data: string): string | null {
  const made = backupInto(data, systemDisk)(1, { ...expiredServer(), filesToKeep: read([]) });
  return made.kind === 'failed' ? made.because.code : null;
}

async function saveReports(data: string): Promise<string | null> {
  const saved = await reports.save(rescue, data);
  return saved.kind === 'unknown' ? saved.because.code : null;
}

async function saveTextReport(data: string): Promise<string | null> {
  const saved = await keepReports([rescue], data);
  return saved.kind === 'unknown' ? saved.because.code : null;
}

const practice = (data: string) => ({
  directory: join(data, 'practice'),
  clock: nightClock,
  keys: fixedKeys(),
});

async function createServer(data: string): Promise<string | null> {
  const made = await createPractice({ ...practice(data), scenario: scenario('expired-certificate') });
  if (made.kind === 'problem') return made.because.code;
  await made.server.close();
  return null;
}

/** On a practice server that is there: Setup appends to its log. */
async function runSetup(data: string): Promise<string | null> {
  const opened = await openPractice(practice(data));
  if (opened.kind === 'problem') return opened.because.code;
  const ran = await opened.server.runSetup();
  await opened.server.close();
  return ran.kind === 'unknown' ? ran.because.code : null;
}

/** Into a file that stands there from then on. */
const inPlace: readonly (Writing & { readonly what: string })[] = [
  { what: 'the journal', file: 'journal.jsonl', write: beginJournal },
  { what: 'a copy of the backup', file: 'rescue-1/records.json', write: backUp },
  {
    what: 'the note of a crash',
    file: 'crash.txt',
    write: (data) =>
      codeOf(() => {
        noteCrash(data, new Error('made by a test'), testClock);
      }),
  },
  {
    what: 'a new file, such as a bundle',
    file: 'bundle.zip',
    write: (data) =>
      codeOf(() => {
        writeNew(join(data, 'bundle.zip'), 'ours');
      }),
  },
];

/** Whose file is replaced whole. */
const replaced: readonly (Writing & { readonly what: string })[] = [
  { what: 'the report as text', file: 'rescue-1/report.txt', write: saveReports },
  { what: 'the report as a page', file: 'rescue-1/report.html', write: saveReports },
  { what: 'the report as PDF', file: 'rescue-1/report.pdf', write: saveReports },
  { what: 'the report of the command line', file: 'rescue-1/report.txt', write: saveTextReport },
  {
    what: 'the place of the window',
    file: 'window/place.json',
    write: async (data) => {
      await keepPlace(join(data, 'window', 'place.json'), place);
      return null;
    },
  },
];

describe.runIf(process.platform === 'linux')('a link that somebody has planted', () => {
  it.each(inPlace)('in the place of $what is not followed, and that is said', async ({ file, write }) => {
    for (const there of ['a file', 'nothing'] as const) {
      const [data, other] = [newFolder(), others()];
      mkdirSync(dirname(join(data, file)), { recursive: true });
      const to = there === 'a file' ? other.file : join(other.folder, 'new');
      symlinkSync(to, join(data, file));
      const code = await write(data);
      expect(['ELOOP', 'EEXIST']).toContain(code);
      expect(other.isUntouched()).toBe(true);
    }
  });

  it.each(inPlace)(
    'as a second name of a file, in the place of $what, is not written',
    async ({ file, write }) => {
      const [data, other] = [newFolder(), others()];
      mkdirSync(dirname(join(data, file)), { recursive: true });
      linkSync(other.file, join(data, file));
      expect(await write(data)).not.toBeNull();
      expect(other.isUntouched()).toBe(true);
    },
  );

  it.each(replaced)('in the place of $what is replaced itself', async ({ file, write }) => {
    const [data, other] = [newFolder(), others()];
    mkdirSync(dirname(join(data, file)), { recursive: true });
    symlinkSync(other.file, join(data, file));
    expect(await write(data)).toBeNull();
    expect(other.isUntouched()).toBe(true);
    expect(lstatSync(join(data, file)).isFile()).toBe(true);
  });

  it.each([...inPlace, ...replaced].filter(({ file }) => file.includes('/')))(
    'in the place of the folder of $what is not followed',
    async ({ file, write }) => {
      for (const there of ['a folder', 'nothing'] as const) {
        const [data, other] = [newFolder(), others()];
        const to = there === 'a folder' ? other.folder : join(other.folder, 'new');
        symlinkSync(to, join(data, dirname(file)));
        const code = await write(data);
        // Nobody is told of a place that cannot be kept.
        expect(code).toBe(file.startsWith('window') ? null : 'ELOOP');
        expect(other.isUntouched()).toBe(true);
      }
    },
  );

  it('in the place of a journal is not read either', () => {
    const [data, other] = [newFolder(), newFolder()];
    expect(beginJournal(other)).toBeNull();
    const path = join(data, 'journal.jsonl');
    symlinkSync(join(other, 'journal.jsonl'), path);
    expect(readJournal(data)).toEqual({ kind: 'unreadable', path, code: 'ELOOP' });
  });

  it('in the place of a practice server is not followed, whether one is made or opened', async () => {
    const [data, other] = [newFolder(), others()];
    symlinkSync(other.folder, join(data, 'practice'));
    expect(await createServer(data)).toBe('ELOOP');
    expect(other.isUntouched()).toBe(true);
    const [made, elsewhere] = [newFolder(), newFolder()];
    expect(await createServer(made)).toBeNull();
    renameSync(join(made, 'practice'), join(elsewhere, 'practice'));
    symlinkSync(join(elsewhere, 'practice'), join(made, 'practice'));
    expect(await runSetup(made)).toBe('ELOOP');
  });

  it.each(['ExchangeSetupLogs', 'ExchangeSetupLogs/ExchangeSetup.log'])(
    'in the place of %s of a practice server takes no word of Setup',
    async (name) => {
      const [data, elsewhere] = [newFolder(), newFolder()];
      expect(await createServer(data)).toBeNull();
      const path = join(data, 'practice', name);
      const moved = join(elsewhere, 'moved');
      renameSync(path, moved);
      symlinkSync(moved, path);
      const log = name.endsWith('.log') ? moved : join(moved, 'ExchangeSetup.log');
      const before = readFileSync(log, 'utf8');
      expect(await runSetup(data)).toBe('ELOOP');
      expect(readFileSync(log, 'utf8')).toBe(before);
    },
  );

  it('in the place of the note of a crash is not told as a crash', () => {
    const [data, other] = [newFolder(), others()];
    symlinkSync(other.file, join(data, 'crash.txt'));
    expect(takeLastCrash(data)).toBeNull();
    expect(existsSync(join(data, 'crash.txt'))).toBe(true);
    expect(other.isUntouched()).toBe(true);
  });

  it.each(['ELOOP', 'EMLINK'])('is told in words: %s', (code) => {
    expect(codeClause(code)).toMatch(/elsewhere.*\((ELOOP|EMLINK)\)$/);
  });
});
