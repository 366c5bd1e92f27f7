import type { Redact } from './redact.ts';
import { bundleWords } from './text/english/bundle.ts';

/** One file of a support bundle. */
export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** What a bundle is made of; `null` is a part that there is not. */
export interface BundleParts {
  readonly versions: Readonly<Record<string, string>>;
  /** What `inspect --json` prints, or why the server could not be looked at. */
  readonly inspection: { readonly kind: 'json' | 'sentence'; readonly text: string };
  /** The journal as it lies in the data folder, whole or damaged. */
  readonly journal: string | null;
  readonly report: string;
  /** The lines of Setup's log that matter, each with its number. */
  readonly setupLog: string | null;
}

/** The files of a bundle, in the order of their names. */
export function bundleFiles(parts: BundleParts, redact: Redact | null): readonly BundleFile[] {
  const { versions, inspection, journal, report, setupLog } = parts;
  const files: readonly (BundleFile | null)[] = [
    inspection.kind === 'json'
      ? { name: 'inspect.json', text: inspection.text }
      : { name: 'inspect.txt', text: inspection.text },
    journal === null ? null : { name: 'journal.jsonl', text: journal },
    { name: 'report.txt', text: report },
    setupLog === null ? null : { name: 'setup-log.txt', text: withoutPasswords(setupLog) },
    { name: 'versions.json', text: `${JSON.stringify(versions, null, 2)}\n` },
  ];
  const given = files.filter((file) => file !== null);
  const clean = redact === null ? given : given.map(({ name, text }) => ({ name, text: redact(text) }));
  return [
    { name: 'README.txt', text: bundleWords.readme(redact === null ? 'as-it-is' : 'redacted') },
    ...clean,
  ];
}

/** Setup writes no password into its log; what somebody else wrote there is left out all the same. */
function withoutPasswords(text: string): string {
  return text.replaceAll(
    /((?:password|passwd|pwd|secret|passphrase)["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|\S+)/gi,
    `$1${bundleWords.leftOut}`,
  );
}
