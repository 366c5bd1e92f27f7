import { constants } from './headers.ts';
import type { Handle, Out, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** HKEY_LOCAL_MACHINE, 64-bit view, read only. */
export interface Registry {
  /** A REG_SZ or REG_EXPAND_SZ, not expanded; `null` when key or value is not there, or it is another type. */
  text(key: string, name: string): string | null;
  /** A REG_DWORD; `null` likewise. */
  number(key: string, name: string): number | null;
  /** A REG_MULTI_SZ; `null` likewise. */
  texts(key: string, name: string): readonly string[] | null;
  /** Whether the value is there, whatever its type. */
  hasValue(key: string, name: string): boolean;
  hasKey(key: string): boolean;
  /** The names of the keys below; none when the key is not there. */
  keys(key: string): readonly string[];
}

interface Value {
  readonly type: number;
  readonly data: Buffer;
}

const notThere: readonly number[] = [constants.ERROR_FILE_NOT_FOUND, constants.ERROR_PATH_NOT_FOUND];

/** Every method throws `WindowsError` when Windows refuses. */
export function registryOf(win32: Win32): Registry {
  const within = <T>(key: string, otherwise: T, work: (opened: Handle) => T): T => {
    const opened: Out<Handle> = [0];
    const access = constants.KEY_READ | constants.KEY_WOW64_64KEY;
    const code = win32.RegOpenKeyExW(constants.HKEY_LOCAL_MACHINE, key, 0, access, opened);
    if (notThere.includes(code)) return otherwise;
    if (code !== 0) throw new WindowsError(`RegOpenKeyExW ${key}`, code);
    try {
      return work(opened[0]);
    } finally {
      win32.RegCloseKey(opened[0]);
    }
  };

  const value = (key: string, name: string): Value | null =>
    within<Value | null>(key, null, (opened) => {
      const type: Out<number> = [0];
      const bytes: Out<number> = [0];
      for (let data: Buffer | null = null; ; data = Buffer.alloc(bytes[0])) {
        const code = win32.RegQueryValueExW(opened, name, null, type, data, bytes);
        if (notThere.includes(code)) return null;
        // Somebody may write a longer one between the two calls.
        if (code === constants.ERROR_MORE_DATA) continue;
        if (code !== 0) throw new WindowsError(`RegQueryValueExW ${key} ${name}`, code);
        if (data !== null) return { type: type[0], data: data.subarray(0, bytes[0]) };
        if (bytes[0] === 0) return { type: type[0], data: Buffer.alloc(0) };
      }
    });

  const text = (key: string, name: string): string | null => {
    const found = value(key, name);
    if (found?.type !== constants.REG_SZ && found?.type !== constants.REG_EXPAND_SZ) return null;
    return textsIn(found.data)[0] ?? '';
  };

  return {
    text,
    number(key, name) {
      const found = value(key, name);
      return found?.type === constants.REG_DWORD && found.data.length >= 4
        ? found.data.readUInt32LE(0)
        : null;
    },
    texts(key, name) {
      const found = value(key, name);
      return found?.type === constants.REG_MULTI_SZ ? textsIn(found.data).filter((one) => one !== '') : null;
    },
    hasValue: (key, name) => value(key, name) !== null,
    hasKey: (key) => within(key, false, () => true),
    keys: (key) =>
      within<readonly string[]>(key, [], (opened) => {
        const names: string[] = [];
        // 255 characters are the most that a key's name may have.
        const name = Buffer.alloc(2 * 256);
        for (;;) {
          const characters: Out<number> = [256];
          const code = win32.RegEnumKeyExW(opened, names.length, name, characters, null, null, null, null);
          if (code === constants.ERROR_NO_MORE_ITEMS) return names;
          if (code !== 0) throw new WindowsError(`RegEnumKeyExW ${key}`, code);
          names.push(name.toString('utf16le', 0, 2 * characters[0]));
        }
      }),
  };
}

/** The texts of a value, each ended by a NUL, which may be missing. */
function textsIn(data: Buffer): readonly string[] {
  return data.toString('utf16le').replace(/\0+$/, '').split('\0');
}
