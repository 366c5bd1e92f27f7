import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineBench, digest, expectSentence, lastLine } from '../fixtures/command-line-bench.ts';
import { tried } from '../fixtures/tried.ts';
import { checksumIn, signed } from '../fixtures/whole-journal.ts';

const { cli, dataFolder, rescue } = commandLineBench();

/** A data folder in which a rescue was done, and what was then made of the lines of its journal. */
async function rescuedWith(spoil: (lines: string[]) => readonly string[]): Promise<string> {
  const data = await dataFolder('expired-certificate');
  expect((await rescue(data)).status).toBe(0);
  const path = join(data, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  writeFileSync(path, `${spoil(lines).join('\n')}\n`);
  return data;
}

describe('a journal that cannot be trusted, on the command line', () => {
  it('lets nothing be done, says where, and shows the server as it stands and what is known', async () => {
    const data = await rescuedWith((lines) => lines.with(4, lines[4]!.replace('change-', 'chance-')));
    const before = digest(data);
    for (const words of [
      ['rescue', '--yes'],
      ['rescue', '--continue', '--yes'],
      ['undo', '--all', '--yes'],
      ['report'],
    ]) {
      const ran = await cli().run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /journal\.jsonl is damaged in line 5: it is not as this program wrote it/);
      // The first change, which the whole lines tell of, and then how the server stands now.
      expect(ran.stdout).toMatch(/What was changed[^]*0\.0\.0\.0:443[^]*What was found/);
    }
    const json = await cli().run(['undo', '--all', '--yes', '--json', '--data', data]);
    expect(json.values[0]).toMatchObject({ diagnosis: { verdict: { kind: 'nothing-to-do' } } });
    expect(lastLine(json)).toMatchObject({
      outcome: 'stopped',
      because: { kind: 'journal-damaged', line: 5, why: 'checksum', where: null },
    });
    expect(digest(data)).toBe(before);
    tried('damaged journals', 1);
  });

  it.each([
    [
      'does not follow the line before',
      (lines: string[]) => lines.toSpliced(2, 1),
      /damaged in line 3: that line does not follow the one before/,
    ],
    [
      'tells what this version does not understand',
      (lines: string[]) => {
        const body = {
          version: 1,
          sequence: 3,
          previous: checksumIn(lines[1]!),
          at: '2026-03-01T03:12:00.000Z',
        };
        return lines.with(2, signed({ ...body, event: { kind: 'rescue-postponed' } }).trimEnd());
      },
      /line 3 what this version of the program does not understand \(event\.kind\)\. Use the version that wrote it/,
    ],
    [
      'is of a newer version',
      (lines: string[]) => {
        const body = {
          version: 2,
          sequence: 3,
          previous: checksumIn(lines[1]!),
          at: '2026-03-01T03:12:00.000Z',
        };
        return lines.with(2, signed({ ...body, event: { kind: 'rescue-postponed' } }).trimEnd());
      },
      /written by a newer version/,
    ],
  ])('says so where a line %s', async (_what, spoil, sentence) => {
    const data = await rescuedWith(spoil);
    const before = digest(data);
    const ran = await cli().run(['rescue', '--continue', '--yes', '--data', data]);
    expect(ran.status).toBe(3);
    expectSentence(ran, sentence);
    expect(ran.stdout).toContain('What was found');
    expect(digest(data)).toBe(before);
    tried('damaged journals', 1);
  });
});
