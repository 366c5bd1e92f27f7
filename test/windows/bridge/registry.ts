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
  values(): readonly RegistryValue[];
}

export interface RegistryValue {
  /** Empty for the key's own value. */
  readonly name: string;
  /** As winnt.h numbers them: 1 REG_SZ, 4 REG_DWORD. */
  readonly type: number;
  readonly data: Buffer;
}

/** Looks into a key under HKEY_LOCAL_MACHINE; null when there is no such key. */
export function inMachineKey<T>(path: string, look: (key: RegistryKey) => T): T | null {
  const handle: [number] = [0];
  if (isAbsent(() => windows.RegOpenKeyExW(localMachine, path, 0, readRights, handle))) return null;
  try {
    const [key] = handle;
    return look({
      value: (name) => valueOf(key, name),
      subkeys: () => subkeysOf(key),
      values: () => valuesOf(key),
    });
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
  const name = Buffer.alloc(2 * 256);
  return untilNoMore((index) => {
    const length: [number] = [256];
    windows.RegEnumKeyExW(key, index, name, length, null, null, null, null);
    return name.toString('utf16le', 0, 2 * length[0]);
  });
}

function valuesOf(key: number): RegistryValue[] {
  // 16,383 characters are the most that a value's name may have.
  const name = Buffer.alloc(2 * 16_384);
  return untilNoMore((index) => {
    const [length, type]: [[number], [number]] = [[16_384], [0]];
    windows.RegEnumValueW(key, index, name, length, null, type, null, null);
    const own = name.toString('utf16le', 0, 2 * length[0]);
    return { name: own, type: type[0], data: valueOf(key, own) ?? Buffer.alloc(0) };
  });
}

function untilNoMore<T>(at: (index: number) => T): T[] {
  const found: T[] = [];
  for (;;) {
    try {
      found.push(at(found.length));
    } catch (error) {
      if (error instanceof WindowsFailure && error.code === noMoreItems) return found;
      throw error;
    }
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
