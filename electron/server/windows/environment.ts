import type { Out, Pointer } from './win32.ts';
import type { Win32WithSetup } from './setup-calls.ts';
import { succeeded } from './windows-error.ts';

/** What Windows tells a program of who has logged on. Everything else is the machine's. */
const ofTheUser = [
  'APPDATA',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'LOGONSERVER',
  'SESSIONNAME',
  'USERDNSDOMAIN',
  'USERDOMAIN',
  'USERNAME',
  'USERPROFILE',
];

/**
 * The environment for a program that does not inherit ours, which may have been prepared by somebody: that of the
 * machine, which only administrators set, and who is logged on. Throws `WindowsError`.
 * @returns as CreateProcessW takes it with CREATE_UNICODE_ENVIRONMENT
 */
export function environmentBlock(win32: Win32WithSetup, own: NodeJS.ProcessEnv): Uint8Array {
  const variables = new Map<string, string>();
  for (const variable of machineVariables(win32)) {
    const [name = '', value = ''] = splitAt(variable, variable.indexOf('=', 1));
    variables.set(name.toUpperCase(), `${name}=${value}`);
  }
  for (const name of ofTheUser) {
    const value = own[name];
    if (value !== undefined) variables.set(name, `${name}=${value}`);
  }
  // Windows wants them in the order of their names, whatever their case.
  const sorted = [...variables].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(`${sorted.map(([, variable]) => `${variable}\0`).join('')}\0`, 'utf16le');
}

function splitAt(text: string, index: number): readonly string[] {
  return [text.slice(0, index), text.slice(index + 1)];
}

/** As `NAME=value`. */
function machineVariables(win32: Win32WithSetup): readonly string[] {
  const block: Out<Pointer | null> = [null];
  const nobody = 0;
  succeeded('CreateEnvironmentBlock', win32.CreateEnvironmentBlock(block, nobody, 0), win32.getLastError());
  const [start] = block;
  if (start === null) return [];
  try {
    const variables: string[] = [];
    let at = start;
    for (;;) {
      const variable = win32.stringAt(at);
      if (variable === '') return variables;
      variables.push(variable);
      at += BigInt(2 * (variable.length + 1));
    }
  } finally {
    win32.DestroyEnvironmentBlock(start);
  }
}
