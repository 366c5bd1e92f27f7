import { win32 } from 'node:path';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import { requiredText, truth } from './attributes.ts';
import { all, andThen } from './readings.ts';
import { scopes, sections } from './sections.ts';
import { parseConfiguration, type ConfigurationFile } from './configuration-xml.ts';

/** What this reader needs of the machine. */
export interface IisMachine {
  /** Such as `C:\Windows`. */
  readonly systemRoot: string;
  /**
   * The bytes of a file. Its code is `ENOENT` when the file or its folder is not there, something else when it
   * could not be read. A path may lie on another server (`\\server\share`), which may hang: under a time limit.
   */
  readonly readFile: (path: string) => Promise<Reading<Uint8Array>>;
  /** `%SystemDrive%\inetpub` with the values of the system's environment; a name without one is left as it is. */
  readonly expand: (text: string) => string;
}

const hostFileName = 'applicationHost.config';

/** A file, or `null` when there is none. */
export async function optionalFile(
  machine: IisMachine,
  path: string,
): Promise<Reading<ConfigurationFile | null>> {
  const bytes = await machine.readFile(path);
  if (bytes.kind === 'unknown' && bytes.because.code === 'ENOENT') return read(null);
  return andThen(bytes, (content) => parseConfiguration(path, content));
}

/**
 * Where the applicationHost.config lies that IIS really uses: beside redirection.config, or where that one leads
 * (a shared configuration). Codes beside those of files and attributes: those of `absoluteFolder`.
 */
export async function hostFilePath(machine: IisMachine): Promise<Reading<string>> {
  const folder = win32.join(machine.systemRoot, 'System32', 'inetsrv', 'config');
  const redirection = await optionalFile(machine, win32.join(folder, 'redirection.config'));
  const shared = andThen(redirection, (file) => (file === null ? read(null) : sharedFolder(machine, file)));
  return andThen(shared, (elsewhere) => read(win32.join(elsewhere ?? folder, hostFileName)));
}

/** `<configurationRedirection enabled="true" path="\\server\share"/>`; `null` when it is not enabled. */
function sharedFolder(machine: IisMachine, file: ConfigurationFile): Reading<string | null> {
  const found = all(scopes(file).map((scope) => sections(file, scope, 'configurationRedirection')));
  return andThen(found, (groups) => {
    const element = groups.flat()[0];
    if (element === undefined) return read(null);
    return andThen(truth(file, element, 'enabled'), (enabled) => {
      if (enabled !== true) return read(null);
      return andThen(requiredText(file, element, 'path'), (path) => absoluteFolder(machine, path));
    });
  });
}

/**
 * A folder as IIS's configuration names it. Codes: `ENVIRONMENT_VARIABLE_MISSING`, `PATH_NOT_ABSOLUTE`; without
 * them a wrong path would read as a file that is not there.
 */
export function absoluteFolder(machine: IisMachine, text: string): Reading<string> {
  const path = machine.expand(text);
  if (/%[^%\\]+%/.test(path)) return unknown('ENVIRONMENT_VARIABLE_MISSING', text);
  if (!/^(?:[a-z]:[\\/]|\\\\[^\\])/i.test(path))
    return unknown('PATH_NOT_ABSOLUTE', text.trim() === '' ? `"${text}"` : text);
  return read(path);
}
