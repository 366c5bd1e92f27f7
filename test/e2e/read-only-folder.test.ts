import { spawn } from 'node:child_process';
import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineBench, digest, expectSentence, lastLine } from '../fixtures/command-line-bench.ts';
import { ending } from '../fixtures/command-line.ts';

const { cli, dataFolder, rescue } = commandLineBench();

/** Root may write everywhere, whatever a folder says: there the command is run by nobody. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Lets everybody read what lies here, and its owner write, who runs the command. */
function givenTo(owner: number, directory: string): void {
  chownSync(directory, owner, owner);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    chownSync(join(entry.parentPath, entry.name), owner, owner);
  }
}

/** The data folder once more, in which nothing can be made or changed any more. */
function readOnly(data: string): void {
  if (isRoot) {
    givenTo(nobody, data);
    for (const folder of [dirname(data), dirname(cli().program)]) chmodSync(folder, 0o755);
  }
  chmodSync(join(data, 'practice'), 0o555);
  chmodSync(data, 0o555);
}

function run(words: readonly string[]) {
  const who = isRoot ? { uid: nobody, gid: nobody } : {};
  const child = spawn(process.execPath, [cli().program, ...words], {
    ...who,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ending(child);
}

describe.runIf(process.platform === 'linux')('a data folder that takes nothing', () => {
  it.each([[['rescue', '--yes']], [['rescue', '--continue', '--yes']], [['undo', '--all', '--yes']]])(
    'is told by %j, beside how the server stands, and nothing is touched',
    async (words) => {
      const data = await dataFolder('expired-certificate');
      readOnly(data);
      const before = digest(data);
      const ran = await run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /data folder .* cannot be used: access is denied .* Nothing was changed/);
      expect(ran.stdout).toMatch(/What was found[^]*expired/);
      expect(digest(data)).toBe(before);
    },
  );

  it('still tells of the rescues that were done in it', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    readOnly(data);
    const before = digest(data);
    const ran = await run(['undo', '--all', '--yes', '--data', data]);
    expect(ran.status).toBe(3);
    expect(ran.stdout).toMatch(/What was changed[^]*0\.0\.0\.0:443/);
    const asJson = await run(['undo', '--all', '--yes', '--json', '--data', data]);
    expect(asJson.values[0]).toHaveProperty('diagnosis');
    expect(lastLine(asJson)).toMatchObject({ outcome: 'stopped', because: { kind: 'folder-not-writable' } });
    expect(digest(data)).toBe(before);
  });
});
