import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { commandLineBench, journalOf, kinds, lastLine } from '../fixtures/command-line-bench.ts';
import { ending } from '../fixtures/command-line.ts';

const { cli, dataFolder, recordsAndCertificates, rescue, undo } = commandLineBench();

/** Runs a command and sends it a signal when it has printed this; after the first line of what it says to that, another. */
async function interrupted(words: readonly string[], printed: string, signal: NodeJS.Signals) {
  const child = cli().start(words);
  child.stdin.end();
  let waiting = true;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (waiting && line.includes(printed)) waiting = !child.kill(signal);
  });
  createInterface({ input: child.stderr }).once('line', () => child.kill('SIGINT'));
  const ran = await ending(child);
  expect(waiting).toBe(false);
  return ran;
}

/** Whatever was begun was ended and verified, or is written down as not done. */
function expectNothingHalfDone(data: string): void {
  const told = kinds(journalOf(data)).filter((kind) => kind.startsWith('change-'));
  for (const [index, kind] of told.entries()) {
    expect(kind).toBe(index % 2 === 0 ? 'change-about-to' : 'change-done');
  }
  expect(told.length % 2).toBe(0);
}

describe('a rescue that is told to end while it makes its first change', () => {
  it('finishes that change, begins no other, and can be continued and taken back', async () => {
    const data = await dataFolder('no-self-signed');
    const before = await recordsAndCertificates(data);
    const words = ['rescue', '--data', data, '--yes', '--json'];
    const stopped = await interrupted(words, '"kind":"change-about-to"', 'SIGINT');
    expect([stopped.status, lastLine(stopped)]).toEqual([
      3,
      { outcome: 'stopped', because: { kind: 'asked' } },
    ]);
    expect(stopped.stderr).toMatch(/^Stopping after this change: nothing is left half done\.\n/);
    expectNothingHalfDone(data);
    expect(kinds(journalOf(data)).at(-1)).toBe('rescue-stopped');

    const continued = await rescue(data, '--continue');
    expect([continued.status, lastLine(continued)]).toEqual([0, { outcome: 'repaired', rescue: 1 }]);
    expect((await undo(data)).status).toBe(0);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('does the same by %s, and says it in words', async (signal) => {
    const data = await dataFolder('no-self-signed');
    const stopped = await interrupted(['rescue', '--data', data, '--yes'], ': changing', signal);
    expect(stopped.status).toBe(3);
    expect(stopped.stdout).toMatch(/^Stopped\. It was stopped on request\./m);
    expect(stopped.stderr).toMatch(/^Stopping after this change/);
    expectNothingHalfDone(data);
  });

  it('while it goes on with an earlier one does the same', async () => {
    const data = await dataFolder('no-self-signed');
    const words = ['rescue', '--data', data, '--yes', '--json'];
    await interrupted(words, '"kind":"rescue-started"', 'SIGINT');
    const again = await interrupted([...words, '--continue'], '"kind":"rescue-resumed"', 'SIGINT');
    expect([again.status, lastLine(again)]).toMatchObject([3, { because: { kind: 'asked' } }]);
    expectNothingHalfDone(data);
  });
});

it('an undo that is told to end finishes its change, takes back no other, and can be gone on with', async () => {
  const data = await dataFolder('no-self-signed');
  const before = await recordsAndCertificates(data);
  await rescue(data);
  const words = ['undo', '--data', data, '--all', '--yes', '--json'];
  const stopped = await interrupted(words, '"direction":"undo"', 'SIGINT');
  expect([stopped.status, lastLine(stopped)]).toEqual([
    3,
    { outcome: 'stopped', because: { kind: 'asked' } },
  ]);
  expect(stopped.stderr).toMatch(/^Stopping after this change: nothing is left half taken back\.\n/);
  expect(stopped.stderr).toMatch(/Taken back: changes? 5.*Not taken back: .*1\./);
  expectNothingHalfDone(data);
  expect(kinds(journalOf(data)).at(-1)).toBe('undo-stopped');

  const goneOn = await undo(data);
  expect([goneOn.status, lastLine(goneOn)]).toEqual([0, { outcome: 'undone', notUndone: [] }]);
  expect(await recordsAndCertificates(data)).toEqual(before);
});

describe('a rescue on a terminal', () => {
  /** Types the next of these whenever it is asked. `script` gives the command a terminal of its own. */
  async function onTerminal(words: readonly string[], ...typed: readonly string[]) {
    const quoted = [process.execPath, cli().program, ...words].map((word) => `'${word}'`);
    // Ctrl+C goes to everything on the terminal: a shell that waits would die of it, whatever the command does.
    const command = ['exec', ...quoted].join(' ');
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const left = [...typed];
    let asked = 0;
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const prompts = text.split('\n> ').length - 1;
      for (; asked < prompts; asked += 1) child.stdin.write(left.shift() ?? '\u0004');
    });
    const { status } = await ending(child);
    return { status, text: text.replaceAll('\r\n', '\n'), left };
  }

  it('asks, and does what it is told', async () => {
    const data = await dataFolder('expired-certificate');
    const ran = await onTerminal(['rescue', '--data', data], '\n', '\n', 'yes\n');
    expect([ran.status, ran.left]).toEqual([0, []]);
    expect(ran.text).toMatch(
      /Which certificate\?[^]*Carry it out\?[^]*Repaired:[^]*The report is saved as text: /,
    );
    expect(kinds(journalOf(data)).at(-1)).toBe('rescue-repaired');
  });

  it.each([
    ['Ctrl+C', '\u0003'],
    ['the end of the input', '\u0004'],
  ])('ends with 3 at a question by %s, and nothing was changed', async (_how, key) => {
    const data = await dataFolder('expired-certificate');
    const before = await recordsAndCertificates(data);
    const ran = await onTerminal(['rescue', '--data', data], '\n', key);
    expect([ran.status, ran.left]).toEqual([3, []]);
    expect(ran.text).toMatch(/Ended\. Nothing was changed\.\n/);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });
});
