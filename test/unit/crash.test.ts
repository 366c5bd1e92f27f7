import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteCrash, takeLastCrash } from '../../electron/crash.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

/** A folder with the note of a crash at this time. */
function crashed(at: string): string {
  const directory = newFolder();
  noteCrash(directory, new Error('made by a test'), testClock);
  utimesSync(join(directory, 'crash.txt'), new Date(at), new Date(at));
  return directory;
}

describe('the note of a crash', () => {
  it('says when and why, for its owner alone', () => {
    const file = join(crashed('2026-03-01T03:12:00.000Z'), 'crash.txt');
    expect(readFileSync(file, 'utf8')).toMatch(/^2026-03-01T03:12:00.000Z\nError: made by a test\n/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is told once, and kept', () => {
    const directory = crashed('2026-03-01T03:12:00.000Z');
    const file = join(directory, 'crash-20260301T031200000.txt');
    expect(takeLastCrash(directory)).toEqual({ at: '2026-03-01T03:12:00.000Z', file });
    expect(readFileSync(file, 'utf8')).toContain('made by a test');
    expect(takeLastCrash(directory)).toBeNull();
  });

  it('is told where it lies when it cannot be put away', () => {
    const directory = crashed('2026-03-01T03:12:00.000Z');
    mkdirSync(join(directory, 'crash-20260301T031200000.txt'));
    expect(takeLastCrash(directory)?.file).toBe(join(directory, 'crash.txt'));
  });

  it('is none where there is no such file', () => {
    const directory = newFolder();
    expect(takeLastCrash(directory)).toBeNull();
    expect(takeLastCrash(join(directory, 'gone'))).toBeNull();
  });

  it('is none where a folder has its name', () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'crash.txt'));
    expect(takeLastCrash(directory)).toBeNull();
    expect(readdirSync(directory)).toEqual(['crash.txt']);
  });
});
