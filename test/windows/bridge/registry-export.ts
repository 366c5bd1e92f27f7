import { inMachineKey, type RegistryKey, type RegistryValue } from './registry.ts';

const root = 'HKEY_LOCAL_MACHINE';
const types = { text: 1, binary: 3, number: 4 };

/**
 * A key under HKEY_LOCAL_MACHINE with all that lies below it, as `reg export` writes it: what another program would
 * take half a second for. Long values stay on one line.
 * @param path without the root; null when there is no such key
 */
export function exportKey(path: string): string | null {
  const keys = keysFrom(path);
  return keys === null ? null : ['Windows Registry Editor Version 5.00', ...keys, ''].join('\r\n\r\n');
}

function keysFrom(path: string): readonly string[] | null {
  const found = inMachineKey(path, (key) => ({ text: textOf(path, key), subkeys: key.subkeys() }));
  if (found === null) return null;
  return [found.text, ...found.subkeys.flatMap((name) => keysFrom(`${path}\\${name}`) ?? [])];
}

function textOf(path: string, key: RegistryKey): string {
  return [`[${root}\\${path}]`, ...key.values().map(lineOf)].join('\r\n');
}

function lineOf(value: RegistryValue): string {
  return `${value.name === '' ? '@' : quoted(value.name)}=${contentOf(value)}`;
}

function contentOf({ type, data }: RegistryValue): string {
  if (type === types.number && data.length === 4) {
    return `dword:${data.readUInt32LE(0).toString(16).padStart(8, '0')}`;
  }
  const text = type === types.text ? plainText(data) : null;
  if (text !== null) return quoted(text);
  const bytes = [...data].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
  return type === types.binary ? `hex:${bytes}` : `hex(${type.toString(16)}):${bytes}`;
}

/** One line that ends with its NUL; null for what only its bytes can tell. */
function plainText(data: Buffer): string | null {
  const text = data.toString('utf16le');
  return data.length % 2 === 0 && /^[^\0\r\n]*\0$/.test(text) ? text.slice(0, -1) : null;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
