import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { printable } from '../../shared/text/printable.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { endWhileCallsHang } from '../end-process.ts';
import type { SignalSource } from './interrupt.ts';

/** Somebody who reads what is printed, and can answer. */
export interface Terminal {
  readonly input: Readable;
  /** Without a line end. */
  readonly prompt: (text: string) => void;
}

/** What a command that may be interrupted has around it. */
export interface Surroundings {
  /** `null` where nobody can be asked. */
  readonly terminal: Terminal | null;
  readonly signals: SignalSource;
  readonly clock: Clock;
  /** Ends the program with this status, once everything that was said has gone out. */
  readonly leave: (status: number) => void;
}

export function surroundingsOfProcess(): Surroundings {
  const { stdout, stderr } = process;
  const somebodyIsThere = isatty(0) && isatty(1);
  return {
    terminal: somebodyIsThere
      ? { input: process.stdin, prompt: (text) => stdout.write(printable(text)) }
      : null,
    signals: process,
    clock: systemClock,
    leave: (status) => {
      // On Windows a console is written to in the background. Whoever ends this may be tired of waiting for a call.
      stderr.write('', () =>
        stdout.write('', () => void endWhileCallsHang(status).finally(() => process.exit(status))),
      );
    },
  };
}
