import type { SetupRun } from './verdict.ts';

const mostParameters = 64;
const longestFact = 2000;

/** What the log says of a run beside its outcome. */
export type RunFacts = Omit<SetupRun, 'startedAt' | 'lastLineAt' | 'line' | 'media'>;

/** Nothing is known yet. */
export const unknownRun: RunFacts = {
  product: null,
  setupVersion: null,
  installationMode: null,
  parameters: [],
  commandLine: null,
  installedVersion: null,
  backupVersion: null,
  resumedTask: null,
};

/** The facts with what one more entry says: its first line, or all of it where it was wrapped. */
export function withEntry(facts: RunFacts, text: string): RunFacts {
  const end = text.indexOf('\n');
  if (end === -1) return withLine(facts, text.slice(0, longestFact));
  const first = withLine(facts, text.slice(0, Math.min(end, longestFact)));
  return first === facts ? withLine(facts, text.slice(0, longestFact).replaceAll('\n', '')) : first;
}

/** The facts with what one more line says, which stands before those read so far: what was printed last holds. */
export function withLine(facts: RunFacts, text: string): RunFacts {
  const parameter = /^Command Line Parameter Name='([^']*)', Value='(.*)'\.?\s*$/.exec(text);
  if (parameter?.[1] !== undefined && parameter[2] !== undefined) {
    const first = { name: parameter[1].toLowerCase(), value: parameter[2] };
    return { ...facts, parameters: [first, ...facts.parameters].slice(0, mostParameters) };
  }
  // The launcher is translated, its versions and names are not.
  const version = /^[^:]*setup[^:]*:\s*(\d+(?:\.\d+){3})\.?\s*$/i.exec(text)?.[1];
  if (version !== undefined) return { ...facts, setupVersion: facts.setupVersion ?? version };
  const command = /^RuntimeAssembly\b.*?'(.*)'\.?\s*$/.exec(text)?.[1];
  if (command !== undefined) return { ...facts, commandLine: facts.commandLine ?? command };
  const mode = /^The installation mode is set to: '([^']*)'/.exec(text)?.[1];
  if (mode !== undefined) return { ...facts, installationMode: facts.installationMode ?? mode };
  const installed = /^The locally installed version is '?(\d+(?:\.\d+)+)/.exec(text)?.[1];
  if (installed !== undefined) return { ...facts, installedVersion: facts.installedVersion ?? installed };
  const backup = /^The backup copy of the previously installed version is '?(\d+(?:\.\d+)+)/.exec(text)?.[1];
  if (backup !== undefined) return { ...facts, backupVersion: facts.backupVersion ?? backup };
  const task = /^Setup failed previously while performing the action .*\bID '?(.+?)'?\.?\s*$/.exec(text)?.[1];
  return task === undefined ? facts : { ...facts, resumedTask: facts.resumedTask ?? task };
}

/** The media folder of a run, without the stray quote that a backslash before a closing quote leaves behind. */
export function mediaOf({ parameters, commandLine }: RunFacts): string | null {
  const given =
    parameters.find(({ name }) => name === 'sourcedir')?.value ??
    /\/sourcedir:(.*?)(?=\s+\/[A-Za-z]|$)/i.exec(commandLine ?? '')?.[1];
  const folder = given?.replaceAll('"', '').trim() ?? '';
  if (folder === '') return null;
  return /^[A-Za-z]:$/.test(folder) ? `${folder}\\` : folder;
}
