import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { win32 as windowsPath } from 'node:path';
import { constants } from './headers.ts';
import { withFile } from './open-file.ts';
import type { Registry } from './registry.ts';
import type { Win32 } from './win32.ts';
import { codeText, isCode } from './windows-error.ts';

/** Finds the file that Windows keeps a machine key in. */
export interface KeyFiles {
  /** By the unique name that the provider tells; `null` when there is none of that name. */
  withUniqueName(name: string): string | null;
  /** Of a container that cannot be opened; `null` when there is none. */
  ofContainer(container: string): string | null;
}

/**
 * The folders that Windows keeps the keys of the machine and of SYSTEM in.
 * @param programData absolute
 */
export function keyFoldersIn(programData: string): readonly string[] {
  const others = ['RSA\\S-1-5-18', 'Keys', 'SystemKeys'];
  return [
    machineKeysIn(programData),
    ...others.map((folder) => windowsPath.join(programData, 'Microsoft\\Crypto', folder)),
  ];
}

/**
 * The folder of the machine's own keys, among them.
 * @param programData absolute
 */
export function machineKeysIn(programData: string): string {
  return windowsPath.join(programData, 'Microsoft\\Crypto\\RSA\\MachineKeys');
}

/**
 * @param programData absolute
 */
export function keyFilesOf(registry: Registry, programData: string): KeyFiles {
  const folders = keyFoldersIn(programData);
  const withUniqueName = (name: string) =>
    // A name with a path in it would lead elsewhere.
    name === '' || windowsPath.basename(name) !== name
      ? null
      : (folders.map((folder) => windowsPath.join(folder, name)).find((path) => existsSync(path)) ?? null);
  return {
    withUniqueName,
    ofContainer(container) {
      const machine = registry.text('SOFTWARE\\Microsoft\\Cryptography', 'MachineGuid') ?? '';
      return withUniqueName(`${uniqueHash(container)}_${machine}`) ?? withUniqueName(container);
    },
  };
}

/** The name of a machine key's file: the MD5 of the container's name in lower case, with its NUL, word by word. */
function uniqueHash(container: string): string {
  const hash = createHash('md5').update(`${container.toLowerCase()}\0`, 'latin1').digest();
  return Buffer.from(hash).swap32().toString('hex');
}

/**
 * Whether this administrator may change who may use the key: the file is opened for it and closed again. Throws
 * `WindowsError` when something else keeps it from being opened.
 */
export async function mayChangeAccess(
  win32: Win32,
  path: string,
): Promise<{ readonly kind: 'may' } | { readonly kind: 'may-not'; readonly code: string }> {
  const opening = { access: constants.READ_CONTROL | constants.WRITE_DAC, flags: 0 };
  try {
    return await withFile(win32, path, opening, () => Promise.resolve({ kind: 'may' }));
  } catch (error) {
    if (!isCode(error, constants.ERROR_ACCESS_DENIED)) throw error;
    return { kind: 'may-not', code: codeText(constants.ERROR_ACCESS_DENIED) };
  }
}
