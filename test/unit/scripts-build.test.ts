import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isStale } from '../../scripts/build.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('a build is stale', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  function touch(name: string, seconds: number): void {
    utimesSync(at(name), seconds, seconds);
  }

  const build = () => ({ sources: [at('source'), at('config')], built: [at('main'), at('page')] });

  beforeEach(() => {
    folder = newFolder();
    mkdirSync(at('source/deep'), { recursive: true });
    for (const name of ['source/a.ts', 'source/deep/a.ts', 'config', 'main', 'page'])
      writeFileSync(at(name), '');
    for (const name of ['source/a.ts', 'source/deep/a.ts', 'source/deep', 'source', 'config'])
      touch(name, 1000);
    for (const name of ['main', 'page']) touch(name, 2000);
  });

  it('not when it is newer than all of its sources', () => {
    expect(isStale(build())).toBe(false);
  });

  it('when a source deep in a folder is newer', () => {
    touch('source/deep/a.ts', 3000);
    expect(isStale(build())).toBe(true);
  });

  it('when a source that is a file is newer', () => {
    touch('config', 3000);
    expect(isStale(build())).toBe(true);
  });

  it.each(['source/a.ts', 'source/deep/a.ts'])('when a source was taken away since: %s', (name) => {
    rmSync(at(name));
    expect(isStale(build())).toBe(true);
  });

  it('when one part of it was not built', () => {
    rmSync(at('page'));
    expect(isStale(build())).toBe(true);
  });

  it('when one part of it was left behind by a build that failed', () => {
    touch('config', 1800);
    touch('page', 1500);
    expect(isStale(build())).toBe(true);
  });

  it('not because a source does not exist', () => {
    rmSync(at('config'));
    expect(isStale(build())).toBe(false);
  });
});
