import { describe, expect, test } from 'vitest';
import { runProgram } from '../../electron/server/windows/run-program.ts';
import { unknown } from '../../shared/reading.ts';

async function printedBy(program: string, words: readonly string[]): Promise<string> {
  const printed = await runProgram(program, words);
  if (printed.kind === 'unknown') throw new Error(printed.because.code);
  return Buffer.from(printed.value).toString();
}

describe('a program of Windows', () => {
  test('gives what it prints', async () => {
    expect(await printedBy('/bin/echo', ['<Events/>'])).toBe('<Events/>\n');
  });

  test('is given its words as they are: no shell reads them', async () => {
    expect(await printedBy('/bin/echo', ['$HOME', '`id`', '*', '>x'])).toBe('$HOME `id` * >x\n');
  });

  test('sees nothing of our environment', async () => {
    const names = (await printedBy('/usr/bin/env', []))
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.toSorted()).toEqual(['PATH', 'SystemRoot']);
  });

  test('works in its own folder', async () => {
    expect((await printedBy('/bin/pwd', ['-L'])).trim()).toMatch(/^(?:\/usr)?\/bin$/);
  });

  test('is unknown with its exit status when it fails', async () => {
    expect(await runProgram('/bin/sh', ['-c', 'echo half; exit 5'])).toEqual(unknown('5', '/bin/sh'));
  });

  test('is unknown when it is not there', async () => {
    expect(await runProgram('/bin/no-such-program', [])).toEqual(unknown('ENOENT', '/bin/no-such-program'));
  });

  test('is unknown when Node says at once that it cannot be started', async () => {
    expect(await runProgram('/bin/echo/none', [])).toEqual(unknown('ENOTDIR', '/bin/echo/none'));
  });

  test('is ended when it prints without end', async () => {
    expect(await runProgram('/usr/bin/yes', [])).toEqual(unknown('TOO_MUCH_OUTPUT', '/usr/bin/yes'));
  });

  test('that waits for input gets none', async () => {
    expect(await printedBy('/bin/cat', [])).toBe('');
  });
});
