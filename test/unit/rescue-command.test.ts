import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../electron/cli/arguments.ts';
import { rescueCommand } from '../../electron/cli/rescue.ts';
import { undoCommand } from '../../electron/cli/undo.ts';
import type { Surroundings } from '../../electron/cli/terminal.ts';
import { systemClock } from '../../electron/clock.ts';
import { endOfInput, FakeConsole, FakeSignals } from '../fixtures/console.ts';
import type { Typed } from '../fixtures/console.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

/** A command with somebody at the terminal who types these, or with nobody. */
async function run(
  command: typeof rescueCommand,
  words: readonly string[],
  typed: readonly Typed[] | 'nobody',
) {
  const console = new FakeConsole(...(typed === 'nobody' ? [] : typed));
  const signals = new FakeSignals();
  const left: number[] = [];
  const surroundings: Surroundings = {
    terminal: typed === 'nobody' ? null : console.terminal,
    signals,
    clock: systemClock,
    leave: (status) => {
      left.push(status);
      // The process would be gone now; here it has to come to its end.
      console.input.end();
    },
  };
  console.onAsked = (answer) => {
    if (answer !== interrupt) return undefined;
    // As it comes on a console: after the question is there.
    queueMicrotask(() => signals.emit('SIGINT'));
    return 'instead';
  };
  const status = await command(words, console.output, surroundings);
  return { status, left, text: console.text, prompts: console.prompts, signals };
}

/** Ctrl+C in place of an answer. */
const interrupt = '\u0003';

describe('rescue', () => {
  let data: string;
  beforeAll(() => {
    data = join(newFolder(), 'data');
  });
  const words = (...more: readonly string[]) => ['--data', data, ...more];

  it('shows the plan and asks nothing where nobody can answer', async () => {
    const ran = await run(rescueCommand, words('--practice', 'expired-certificate'), 'nobody');
    expect([ran.status, ran.prompts]).toEqual([3, 0]);
    expect(ran.text).toContain('Add --yes to carry this plan out.');
    expect(ran.text).not.toContain('Carry it out?');
  });

  it('asks where somebody can answer', async () => {
    const ran = await run(rescueCommand, words(), ['', endOfInput]);
    expect([ran.status, ran.prompts]).toEqual([3, 2]);
    expect(ran.text).toContain('Which certificate?');
    expect(ran.text).toMatch(/Ended\. Nothing was changed\.\n$/);
  });

  it('does not ask for JSON', async () => {
    await expect(run(rescueCommand, words('--json'), [])).rejects.toThrow(UsageError);
  });

  it('is ended at once by Ctrl+C at a question, on a line of its own, with 3', async () => {
    const ran = await run(rescueCommand, words(), [interrupt]);
    expect(ran.left).toEqual([3]);
    expect(ran.text).toMatch(/\n> \nEnded\. Nothing was changed\.\n/);
    // The signals are as they were before.
    expect(ran.signals.eventNames()).toEqual([]);
  });

  it('asks nothing with --yes, and with --continue nothing where it is at its end', async () => {
    const repaired = await run(rescueCommand, words('--yes'), []);
    expect([repaired.status, repaired.prompts]).toEqual([0, 0]);
    const continued = await run(rescueCommand, words('--continue'), []);
    expect([continued.status, continued.prompts]).toEqual([0, 0]);
  });

  it('says what stands changed when it is ended by Ctrl+C later on', async () => {
    const undone = await run(undoCommand, words('--all', '--yes'), []);
    expect(undone.status).toBe(0);
    const ran = await run(rescueCommand, words(), [interrupt]);
    expect(ran.left).toEqual([3]);
    expect(ran.text).toContain('Ended. Everything that was changed has been taken back.');
  });
});
