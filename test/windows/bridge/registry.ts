import { windows, WindowsFailure } from './windows-api.ts';

const localMachine = -2147483646;
const readRights = 0x2_0119;
const notFound = 2;
const noMoreItems = 259;

/** What a key under HKEY_LOCAL_MACHINE gives. */
export interface RegistryKey {
  /** The bytes of a value; null when there is none of that name. */
  value(name: string): Buffer | null;
  subkeys(): readonly string[];
}

/** Looks into a key under HKEY_LOCAL_MACHINE; null when there is no such key. */
export function inMachineKey<T>(path: string, look: (key: RegistryKey) => T): T | null {
  const handle: [number] = [0];
  if (isAbsent(() => windows.RegOpenKeyExW(localMachine, path, 0, readRights, handle))) return null;
  try {
    return look({ value: (name) => valueOf(handle[0], name), subkeys: () => subkeysOf(handle[0]) });
  } finally {
    windows.RegCloseKey(handle[0]);
  }
}

function valueOf(key: number, name: string): Buffer | null {
  const length: [number] = [0];
  if (isAbsent(() => windows.RegQueryValueExW(key, name, null, [0], null, length))) return null;
  const data = Buffer.alloc(length[0]);
  windows.RegQueryValueExW(key, name, null, [0], data, length);
  return data.subarray(0, length[0]);
}

function subkeysOf(key: number): string[] {
  const names: string[] = [];
  for (;;) {
    const name = Buffer.alloc(2 * 256);
    const length: [number] = [256];
    try {
      windows.RegEnumKeyExW(key, names.length, name, length, null, null, null, null);
    } catch (error) {
      if (error instanceof WindowsFailure && error.code === noMoreItems) return names;
      throw error;
    }
    names.push(name.toString('utf16le', 0, 2 * length[0]));
  }
}

function isAbsent(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch (error) {
    if (error instanceof WindowsFailure && error.code === notFound) return true;
    throw error;
  }
}
