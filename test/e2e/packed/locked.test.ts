import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { programForTests } from '../../../scripts/electron/for-tests.mjs';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import { presentRuntime } from '../../../scripts/electron/runtime.mjs';
import { presentPack, program } from '../../../scripts/package/pack.mjs';
import { temporaryFolder } from '../../../scripts/temporary-folder.mjs';
import { askForDebugger, plant, tryWith } from './attempts.ts';

const release = await programForTests(join(presentPack('release'), program));
const forTests = await programForTests(join(presentPack('test'), program));
const bare = await programForTests(presentRuntime() ?? expect.fail('Electron is not here'));
afterAll(() => {
  for (const electron of [release, forTests, bare]) electron.remove();
});

const asNode = { ELECTRON_RUN_AS_NODE: '1' };
const listens = /(Debugger|DevTools) listening/;

describe('the packed app', () => {
  it('is no Node for whoever sets a variable; bare Electron is', () => {
    const [open, shut] = [plant(bare), plant(release)];
    tryWith(bare, ['-e', open.code], asNode);
    expect(open.ran()).toBe(true);
    expect(tryWith(release, ['-e', shut.code], asNode).status).toBe(64);
    expect(shut.ran()).toBe(false);
  });

  it('loads nothing that a variable names', () => {
    const { path, ran } = plant(release);
    const { status, said } = tryWith(release, ['--help'], {
      NODE_OPTIONS: `--require ${path}`,
      NODE_REPL_EXTERNAL_MODULE: path,
    });
    expect([status, ran()]).toEqual([0, false]);
    expect(said).toContain('--practice');
    // In Electron's own words: it would have taken some of the options otherwise.
    expect(said).toMatch(/NODE_OPTIONS (have been disabled|ignored)/);
  });

  it('writes no log where a variable says; bare Electron does', () => {
    const logOf = (electron: ElectronForTests, word: string) => {
      const log = join(electron.newFolder(), 'log');
      tryWith(electron, [word], { ELECTRON_ENABLE_LOGGING: 'file', ELECTRON_LOG_FILE: log });
      return existsSync(log);
    };
    const app = bare.newFolder();
    writeFileSync(join(app, 'package.json'), '{"name":"ends","version":"1.0.0","main":"main.cjs"}');
    writeFileSync(join(app, 'main.cjs'), "require('electron').app.exit()");
    expect([logOf(bare, app), logOf(release, '--help')]).toEqual([true, false]);
  });

  it.each(['--inspect=0', '--inspect-brk=0', '--remote-debugging-port=0', '--no-sandbox'])(
    'refuses %s, and opens no debugger',
    (word) => {
      const { status, said } = tryWith(release, [word]);
      expect(status).toBe(64);
      expect(said).toContain(`Unknown option '${word.replace('=0', '')}'`);
      expect(said).not.toMatch(listens);
    },
  );

  it('opens a debugger where tests drive it, so that the test above would see it', () => {
    expect(tryWith(forTests, ['--inspect=0', '--help'])).toMatchObject({
      status: 0,
      said: expect.stringMatching(listens) as string,
    });
  });

  it.skipIf(process.platform === 'win32')('gives none to whoever sends it the signal for one', async () => {
    const { signal, said } = await askForDebugger(release);
    expect(signal).toBe('SIGUSR1');
    expect(said).not.toMatch(/debugger|inspector/i);
  });
});

describe('a packed app that somebody has tampered with', () => {
  const base = temporaryFolder('out');

  /** A copy of the pack; its large files cost nothing where the disk can share them. */
  function copied(name: string) {
    const folder = join(base, name);
    cpSync(presentPack('release'), folder, { recursive: true });
    return { folder, resources: join(folder, 'resources') };
  }

  it('runs no app from a folder in place of the archive', async () => {
    const { folder, resources } = copied('unpacked');
    const electron = await programForTests(join(folder, program));
    try {
      const { code, ran } = plant(electron);
      mkdirSync(join(resources, 'app'));
      writeFileSync(join(resources, 'app', 'package.json'), '{"main":"main.cjs"}');
      writeFileSync(join(resources, 'app', 'main.cjs'), `${code}; process.exit()`);
      rmSync(join(resources, 'app.asar'));
      expect(tryWith(electron, ['--help']).status).toBe(1);
      expect(ran()).toBe(false);
    } finally {
      electron.remove();
    }
  });

  // The fuse is on and the hash is right on Linux as well (content.test.ts); but there Electron does not compare them.
  it.skipIf(process.platform === 'linux')(
    'does not start when a byte of the archive was changed (Electron compares on Windows and macOS only)',
    async () => {
      const { folder, resources } = copied('flipped');
      const archive = join(resources, 'app.asar');
      const bytes = readFileSync(archive);
      const at = bytes.indexOf('CU Rescue');
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(archive, bytes);
      const electron = await programForTests(join(folder, program));
      try {
        expect(tryWith(electron, ['--help']).status).not.toBe(0);
      } finally {
        electron.remove();
      }
    },
  );
});
