import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { endedText } from '../../shared/text/english/console.ts';
import { undoScope } from '../../shared/rescue.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { saidText } from './console-stages.ts';
import { Interrupt } from './interrupt.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import type { Surroundings } from './terminal.ts';

export interface InterruptibleNeeds extends Pick<Surroundings, 'signals' | 'clock' | 'leave'> {
  readonly output: Output;
  readonly json: 'json' | 'words';
}

/** A command as it can be interrupted. */
export interface Interruptible {
  readonly interrupt: Interrupt;
  /** What was done so far is told from here on, when the command is ended between two changes. */
  readonly knows: (told: Known) => void;
}

export interface Known {
  readonly rescues: () => readonly Rescue[];
  /** Absolute: the data folder. */
  readonly directory: string;
  /** Begins a new line where the cursor stands behind a question. */
  readonly newLine: () => void;
}

/** Runs a command that Ctrl+C ends at once between changes, and after the change where one is under way. */
export async function interruptible(
  { signals, clock, leave, output, json }: InterruptibleNeeds,
  work: (how: Interruptible) => Promise<number>,
): Promise<number> {
  let known: Known = { rescues: () => [], directory: '', newLine: () => undefined };
  const interrupt = new Interrupt({
    signals,
    clock,
    say: (text) => {
      output.complain(text);
    },
    endNow: () => {
      known.newLine();
      if (json === 'json') output.json({ outcome: 'stopped', because: { kind: 'asked' } });
      const rescues = known.rescues();
      const said = endedText(changedSoFar(rescues, { kind: 'idle' }), known.directory, undoScope(rescues));
      output.complain(saidText(said));
      leave(exit.stopped);
    },
  });
  try {
    return await work({
      interrupt,
      knows: (told) => {
        known = told;
      },
    });
  } finally {
    interrupt.close();
  }
}
