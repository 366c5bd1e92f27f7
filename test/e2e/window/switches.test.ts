import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { electronForTests, programForTests } from '../../../scripts/electron/for-tests.mjs';
import { presentPack, program } from '../../../scripts/package/pack.mjs';

const checkout = await electronForTests();
const release = await programForTests(join(presentPack('release'), program));

afterAll(() => {
  checkout.remove();
  release.remove();
});

/** Starts it with these words before all others, and waits until it has ended. */
async function started(electron: typeof release, words: readonly string[], environment = {}) {
  const data = electron.newFolder();
  const child = spawn(electron.executablePath, [...words, ...electron.args, '--data', data], {
    env: { ...electron.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said, made: readdirSync(data) };
}

describe('the program as it is released', () => {
  it.each([
    ...['--remote-debugging-pipe', '--disable-web-security', '--js-flags=--expose-gc', '--log-net-log=x'],
    ...['--proxy-server=127.0.0.1:9', '--renderer-cmd-prefix=xterm', '--some-switch-to-come'],
  ])('does not run with %s', async (word) => {
    const { status, said, made } = await started(release, [word]);
    expect([status, made]).toEqual([64, []]);
    expect(said).toContain(word.replace(/=.*/, ''));
    // Nobody was let in meanwhile.
    expect(said).not.toContain('listening on');
  });

  it('does not run where the environment takes its sandbox away', async () => {
    const { status, said, made } = await started(release, [], { ELECTRON_DISABLE_SANDBOX: '1' });
    expect([status, made]).toEqual([64, []]);
    expect(said).toContain('does not run with --no-sandbox');
  });
});

describe('the program in a checkout', () => {
  it('does not run without its sandbox either', async () => {
    const { status, said, made } = await started(checkout, ['--no-sandbox']);
    expect([status, made]).toEqual([64, []]);
    expect(said).toContain('does not run with --no-sandbox');
  });
});
