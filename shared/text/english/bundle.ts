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

const names = {
  'as-they-are': 'The names of hosts and domains are as they are. With --redact they are replaced.',
  replaced: `The names of this server, of its hosts, domains and users, and of the organisation that its certificates
name are replaced, the same one always by the same one. A name that neither the server nor its certificates tell
of cannot be known here: read the files before you pass them on. The checksums in journal.jsonl are those of the
original, and fit only that.`,
  unknown:
    'The names of hosts and domains were to be replaced, and nothing tells what they are: the server could not be looked at, and no whole journal says what it was called.',
} as const;

function leftOutText(files: readonly string[]): string {
  return `Left out, because it is not known which names to replace: ${files.join(', ')}.`;
}

export const bundleWords = {
  leftOut: '(left out)',
  readme: (kind: keyof typeof names, files: readonly string[], leftOut: readonly string[]) =>
    `Support bundle of CU Rescue

${files.map((name) => `${name.padEnd(14)}  ${contents[name] ?? ''}`).join('\n')}

No private key and no password is in here.
${names[kind]}
${leftOut.length === 0 ? '' : `${leftOutText(leftOut)}\n`}`,
  namesUnknown: (leftOut: readonly string[]) =>
    `${leftOutText(leftOut)} Without --redact they are in it, with the names as they are.`,
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
