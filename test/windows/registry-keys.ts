/** Keys of the registry by their path, each with its values as `reg export` writes them. */
export type Keys = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What `reg export` wrote, taken apart: the order of keys and values says nothing. */
export function keysOf(exported: string): Keys {
  const keys = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  // A long value goes on in the next line.
  for (const line of exported.replaceAll(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const key = /^\[(.+)\]$/.exec(line)?.[1];
    const [, name, value] = /^("(?:[^"\\]|\\.)*"|@)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) keys.set(key, (values = new Map<string, string>()));
    else if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return keys;
}

/** Binary as `reg export` writes it. */
export function hexadecimal(digits: string): string {
  return `hex:${(digits.toLowerCase().match(/../g) ?? []).join(',')}`;
}
