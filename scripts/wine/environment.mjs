// What a program under Wine gets to see of this machine: its prefix, and as little else as may be.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The Windows of a folder: the prefix lies in it, beside the home that Wine writes into. */
export const prefixIn = (folder) => join(folder, 'prefix');

/**
 * The environment for Wine in a folder. Nothing of the caller's is passed on: no display, no home, no locale, so that
 * a test sees the same everywhere.
 * @param overrides Wine's DLL overrides, beside those that every program gets: such as `httpapi=n`
 */
export function wineEnvironment(folder, overrides) {
  const home = join(folder, 'home');
  const runtime = join(folder, 'xdg');
  mkdirSync(home, { recursive: true });
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    WINEPREFIX: prefixIn(folder),
    // Also: Debian's starter then does not ask for the 32-bit Wine, which nothing here needs.
    WINEDEBUG: '-all',
    // Neither .NET nor a browser is offered for download, and a program that crashes just ends.
    WINEDLLOVERRIDES: ['mscoree=', 'mshtml=', 'winedbg.exe=d', ...overrides].join(';'),
  };
}
