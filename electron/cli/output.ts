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
  /** A line for somebody who watches just now: nobody who reads it later needs it. */
  remark(text: string): void;
}

export function processOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    line: (text) => process.stdout.write(`${printable(text)}\n`),
    json: (value) => process.stdout.write(jsonLine(value)),
    complain: (text) => process.stderr.write(`${printable(text)}\n`),
    remark: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`${printable(text)}\n`);
    },
  };
}

/**
 * A value as one line of JSON that no code page can spoil: PowerShell takes what a program prints for text in that of
 * the console.
 */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}
