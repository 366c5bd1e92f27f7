import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { practiceDataFolder } from '../../electron/wizard/practice-root.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { expiredServer, setupVerdict } from '../fixtures/facts.ts';
import { started } from '../fixtures/rescues.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

const repaired: RescueEvent = { kind: 'rescue-repaired' };
const undone: readonly RescueEvent[] = [
  { kind: 'undo-started', rescue: 1 },
  { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
];

function setupRan(outcome: 'succeeded' | 'failed'): RescueEvent {
  return {
    kind: 'setup-run',
    outcome,
    class: outcome === 'succeeded' ? 'setup-succeeded' : 'not-a-certificate-failure',
  };
}

/** The practice folder of a user who has rehearsed this in the folder of this number. */
function rehearsed(number: number, events: readonly RescueEvent[], root = newFolder()): string {
  const directory = join(root, String(number));
  mkdirSync(directory);
  const opened = openJournal(directory, { clock: testClock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(opened.kind);
  for (const event of events) opened.journal.append(event);
  return root;
}

describe('the folder to practise in', () => {
  const begun = started(expiredServer());

  it('is the first one for somebody who has never practised, and is not made by asking', () => {
    const root = join(newFolder(), 'practice');
    expect(practiceDataFolder(root)).toBe(join(root, '1'));
    expect(readdirSync(join(root, '..'))).toEqual([]);
  });

  it.each<[string, readonly RescueEvent[]]>([
    ['nothing was changed', []],
    ['a rescue is unfinished', [begun]],
    ['the bindings are repaired, and Setup has not been run', [begun, repaired]],
    ['Setup failed again', [begun, repaired, setupRan('failed')]],
  ])('is the same again while %s', (_what, events) => {
    const root = rehearsed(1, events);
    expect(practiceDataFolder(root)).toBe(join(root, '1'));
  });

  it.each<[string, readonly RescueEvent[]]>([
    ['Setup has ended well', [begun, repaired, setupRan('succeeded')]],
    ['everything was undone', [begun, repaired, ...undone]],
    [
      'Setup had ended well before',
      [started(expiredServer({ setup: setupVerdict('setup-succeeded') })), repaired],
    ],
  ])('is the next one when %s', (_what, events) => {
    const root = rehearsed(1, events);
    expect(practiceDataFolder(root)).toBe(join(root, '2'));
  });

  it('is the newest by its number, whatever else lies there', () => {
    const root = rehearsed(9, []);
    rehearsed(10, [begun], root);
    for (const name of ['notes', 'x11', '3.5']) mkdirSync(join(root, name));
    expect(practiceDataFolder(root)).toBe(join(root, '10'));
  });

  it('is the one whose journal is damaged, so that it is told', () => {
    const root = rehearsed(1, [begun, repaired, setupRan('succeeded')]);
    writeFileSync(join(root, '1', 'journal.jsonl'), 'not a journal\nat all\n');
    expect(practiceDataFolder(root)).toBe(join(root, '1'));
  });

  it('is named also where it cannot be: whoever opens it is told why', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(practiceDataFolder(file)).toBe(join(file, '1'));
  });
});
