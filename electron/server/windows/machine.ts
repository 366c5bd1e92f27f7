import { constants } from './headers.ts';
import type { ServerIdentity } from '../../../shared/facts.ts';
import type { Registry } from './registry.ts';
import type { Out, Win32 } from './win32.ts';
import { succeeded } from './windows-error.ts';

const currentVersion = 'SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';

/** Who this machine is. Throws `WindowsError`. */
export function identityOf(win32: Win32, registry: Registry): ServerIdentity {
  return {
    netbiosName: computerName(win32, constants.ComputerNameNetBIOS),
    fullyQualifiedName: computerName(win32, constants.ComputerNameDnsFullyQualified),
    operatingSystem: operatingSystem(registry),
  };
}

/** A text with `%NAME%` in it, as Windows expands it. */
export function expanded(win32: Win32, text: string): string {
  const longest = 32_768;
  const into = Buffer.alloc(2 * longest);
  const characters = win32.ExpandEnvironmentStringsW(text, into, longest);
  succeeded('ExpandEnvironmentStringsW', characters, win32.getLastError());
  return into.toString('utf16le', 0, 2 * (characters - 1));
}

function computerName(win32: Win32, kind: number): string {
  const longest = 1024;
  const name = Buffer.alloc(2 * longest);
  const characters: Out<number> = [longest];
  const result = win32.GetComputerNameExW(kind, name, characters);
  succeeded('GetComputerNameExW', result, win32.getLastError());
  return name.toString('utf16le', 0, 2 * characters[0]);
}

/** Such as `Windows Server 2019 Standard (build 17763.6293)`. */
function operatingSystem(registry: Registry): string {
  const product = registry.text(currentVersion, 'ProductName') ?? 'Windows';
  const build = registry.text(currentVersion, 'CurrentBuildNumber');
  const revision = registry.number(currentVersion, 'UBR');
  if (build === null) return product;
  return `${product} (build ${build}${revision === null ? '' : `.${revision}`})`;
}
