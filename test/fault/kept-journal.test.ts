import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Conductor } from '../../electron/conductor.ts';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal, readJournal } from '../../electron/journal.ts';
import { formatLine, parseJournal } from '../../electron/journal-lines.ts';
import { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import { practiceStateSchema } from '../../electron/server/practice/state.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import { memoryStore } from '../../electron/server/practice/store.ts';
import { systemPause } from '../../electron/pause.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { patient } from '../fixtures/patient.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { signed } from '../fixtures/whole-journal.ts';
import { testClock as clock, touchable } from '../fixtures/world.ts';

/**
 * A journal that the first version wrote, and its server, as a killed process left both: a rescue that was stopped,
 * went on, repaired the server and was taken back; and a second one that was cut off in its third change. It is never
 * written anew: what an administrator has on the disk is not either.
 */
const kept = 'test/fixtures/journals/version-1';
const journalBytes = readFileSync(join(kept, 'journal.jsonl'));
const newFolder = temporaryFolders();

function folderWith(bytes: Uint8Array): string {
  const directory = newFolder();
  writeFileSync(join(directory, 'journal.jsonl'), bytes);
  return directory;
}

function stateIn(file: 'server.json' | 'server-before.json'): PracticeState {
  return practiceStateSchema.parse(JSON.parse(readFileSync(join(kept, file), 'utf8')));
}

/** What a rescue may touch, as it was before the first one. */
const untouched = touchable(stateIn('server-before.json'));

function opened() {
  const directory = newFolder();
  cpSync(kept, directory, { recursive: true });
  const journal = openJournal(directory, { clock, disk: systemDisk });
  if (journal.kind !== 'open') throw new Error(JSON.stringify(journal));
  const state = stateIn('server.json');
  const store = memoryStore(state, '');
  const conditions = { store, clock, keys: fixedKeys(), pause: systemPause, setupPace: 'at-once' } as const;
  const practice = new PracticeServer(state.scenario, conditions);
  onTestFinished(() => practice.close());
  const conductor = new Conductor({
    server: patient(practice),
    journal: journal.journal,
    backup: () => {
      throw new Error('Its copies were made');
    },
    notice: () => undefined,
  });
  const touched = async () => {
    const loaded = await store.load();
    if (loaded.kind === 'unknown') throw new Error(loaded.because.code);
    return touchable(loaded.value);
  };
  return { directory, conductor, touched };
}

describe('a journal that the first version wrote', () => {
  it('is read to its end, and every line would be written the same today', () => {
    const parsed = parseJournal(journalBytes);
    if (parsed.kind === 'damage') throw new Error(JSON.stringify(parsed));
    expect(parsed.wholeBytes).toBe(journalBytes.length);
    let previous = '';
    let written = '';
    for (const entry of parsed.entries) {
      const { line, checksum } = formatLine(entry, previous);
      written += line;
      previous = checksum;
    }
    expect(written).toBe(journalBytes.toString('utf8'));
  });

  it('says what each of its rescues came to', () => {
    const { rescues, unfinished } = opened().conductor;
    expect(rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone', 'open']);
    expect(unfinished?.number).toBe(2);
    expect(unfinished?.steps.map(({ progress }) => progress.kind)).toEqual([
      ...['done', 'done', 'about-to', 'waiting', 'waiting'],
    ]);
  });

  it('is gone on with, and then all is taken back', async () => {
    const { directory, conductor, touched } = opened();
    expect(await conductor.resume()).toEqual({ kind: 'repaired' });
    expect(await conductor.undoAll()).toEqual({ kind: 'undone' });
    expect(await touched()).toEqual(untouched);
    expect(readFileSync(join(directory, 'journal.jsonl')).subarray(0, journalBytes.length)).toEqual(
      journalBytes,
    );
    expect(readJournal(directory).kind).toBe('read');
  });

  it('is taken back as it stands', async () => {
    const { conductor, touched } = opened();
    expect(await conductor.undoAll()).toEqual({ kind: 'undone' });
    expect(await touched()).toEqual(untouched);
  });
});

describe('a journal that a later version wrote', () => {
  it('is neither opened nor changed, and is read up to its first line', () => {
    const bodies = journalBytes
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly previous: string });
    const later = Buffer.from(
      bodies.map(({ ...body }) => signed({ ...body, version: 2, checksum: undefined })).join(''),
    );
    const directory = folderWith(later);
    const refused = openJournal(directory, { clock, disk: systemDisk });
    expect(refused).toMatchObject({
      kind: 'damaged',
      damage: { line: 1, why: 'newer-version', entries: [] },
    });
    expect(readFileSync(join(directory, 'journal.jsonl'))).toEqual(later);
  });
});
