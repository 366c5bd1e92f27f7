import { printable } from '../../shared/text/printable.ts';

/** Exit statuses of the command line; the same everywhere. */
export const exit = {
  done: 0,
  notOurs: 1,
  setupFailed: 1,
  someUnreadable: 2,
  stopped: 3,
  usage: 64,
  bug: 70,
} as const;

/** Where a command writes. Nobody listening must not stop a rescue half way, so a closed pipe is no reason to end. */
export interface Output {
  line(text: string): void;
  json(value: unknown): void;
  /** A sentence for a person, beside the results. */
  complain(text: string): void;
}

export function processOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    line: (text) => process.stdout.write(`${printable(text)}\n`),
    json: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
    complain: (text) => process.stderr.write(`${printable(text)}\n`),
  };
}
