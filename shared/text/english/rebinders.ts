import type { Rebinder } from '../../facts.ts';

/** `the scheduled task \win-acme renew (wacs.exe --renew)`. */
export function rebinderName({ kind, name, program }: Rebinder): string {
  const what = kind === 'task' ? 'the scheduled task' : 'the service';
  return program === '' ? `${what} ${name}` : `${what} ${name} (${program})`;
}
