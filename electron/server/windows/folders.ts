import { win32 as windowsPath } from 'node:path';
import { programDataFolder } from './known-folders.ts';
import { expanded } from './machine.ts';
import type { Win32 } from './win32.ts';

/** Where things lie on this Windows; absolute. */
export interface Folders {
  /** Such as `C:\Windows`. */
  readonly systemRoot: string;
  readonly programData: string;
  /** Of scheduled tasks. */
  readonly tasks: string;
  readonly setupLogs: string;
  readonly setupLog: string;
  /** What the environment says of Exchange; `null` when it says nothing. */
  readonly exchange: string | null;
}

/** Throws `WindowsError`. */
export function foldersOf(win32: Win32): Folders {
  const { root } = windowsPath.parse(win32.systemFolder);
  const setupLogs = windowsPath.join(root, 'ExchangeSetupLogs');
  return {
    systemRoot: windowsPath.dirname(win32.systemFolder),
    programData: programDataFolder(win32),
    tasks: windowsPath.join(win32.systemFolder, 'Tasks'),
    setupLogs,
    setupLog: windowsPath.join(setupLogs, 'ExchangeSetup.log'),
    exchange: variable(win32, 'ExchangeInstallPath'),
  };
}

/** An environment variable; `null` when it is not set. */
function variable(win32: Win32, name: string): string | null {
  const text = `%${name}%`;
  const value = expanded(win32, text);
  return value === text ? null : value;
}
