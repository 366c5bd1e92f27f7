/** What each file of a bundle holds. */
const contents: Readonly<Record<string, string>> = {
  'README.txt': 'what lies here',
  'inspect.json': 'what the server looks like and what is wrong; diagnose --facts reads it elsewhere',
  'inspect.txt': 'why the server could not be looked at',
  'journal.jsonl': 'every event of every rescue of this server',
  'report.txt': 'the same for people',
  'setup-log.txt': "the lines of Setup's log around the failure, and its last ones",
  'versions.json': 'of this program and of what it runs on',
};

export const bundleWords = {
  leftOut: '(left out)',
  readme: (names: 'as-it-is' | 'redacted') => `Support bundle of CU Rescue

${Object.entries(contents)
  .map(([name, what]) => `${name.padEnd(14)}  ${what}`)
  .join('\n')}

No private key and no password is in here.
${
  names === 'redacted'
    ? 'The names of hosts and domains are replaced, the same one always by the same one. The checksums in journal.jsonl are those of the original, and fit only that.'
    : 'The names of hosts and domains are as they are. With --redact they are replaced.'
}
`,
  shown: (path: string) =>
    `Nothing has been written yet. Add --yes to write these files as ${path}; add --redact to replace the names of hosts.`,
  written: (path: string, bytes: number) =>
    `Written: ${path}, ${bytes.toLocaleString('en-US')} bytes. Nothing was sent anywhere.`,
  exists: (path: string) =>
    `There is a file ${path} already, and it stays as it is. Name another with --out.`,
  notWritten: (path: string, why: string) => `${path} could not be written: ${why}. Name another with --out.`,
} as const;

/** The files with their sizes, before they are written. */
export function bundleList(files: readonly { readonly name: string; readonly bytes: number }[]): string {
  return files
    .map(({ name, bytes }) => {
      const size = bytes.toLocaleString('en-US').padStart(11);
      return `  ${name.padEnd(14)} ${size} bytes  ${contents[name] ?? ''}`;
    })
    .join('\n');
}
