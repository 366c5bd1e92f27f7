import { redactJsonLines } from './redact.ts';
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

/** What becomes of the names that tell whose server it is. */
export type BundleNames =
  | { readonly kind: 'as-they-are' }
  | { readonly kind: 'replaced'; readonly redact: Redact }
  /** They were to be replaced, and nothing tells what they are. */
  | { readonly kind: 'unknown' };

export interface Bundle {
  /** In the order of their names, after the one that says what lies here. */
  readonly files: readonly BundleFile[];
  /** Names of files that would be in it if it were known which names to replace in them. */
  readonly leftOut: readonly string[];
}

export function bundleOf(parts: BundleParts, names: BundleNames): Bundle {
  const { versions, inspection, journal, report, setupLog } = parts;
  const telling: readonly BundleFile[] = [
    inspection.kind === 'json'
      ? { name: 'inspect.json', text: inspection.text }
      : { name: 'inspect.txt', text: inspection.text },
    ...(journal === null ? [] : [{ name: 'journal.jsonl', text: journal }]),
    { name: 'report.txt', text: report },
    ...(setupLog === null ? [] : [{ name: 'setup-log.txt', text: withoutPasswords(setupLog) }]),
  ];
  const given = names.kind === 'unknown' ? [] : telling.map((file) => fileWith(names, file));
  const files = [...given, { name: 'versions.json', text: `${JSON.stringify(versions, null, 2)}\n` }];
  const leftOut = names.kind === 'unknown' ? telling.map(({ name }) => name) : [];
  const listed = ['README.txt', ...files.map(({ name }) => name)];
  return {
    files: [{ name: 'README.txt', text: bundleWords.readme(names.kind, listed, leftOut) }, ...files],
    leftOut,
  };
}

function fileWith(names: Exclude<BundleNames, { kind: 'unknown' }>, { name, text }: BundleFile): BundleFile {
  if (names.kind === 'as-they-are') return { name, text };
  const isJson = /\.jsonl?$/.test(name);
  return { name, text: isJson ? redactJsonLines(text, names.redact) : names.redact(text) };
}

/** Setup writes no password into its log; what somebody else wrote there is left out all the same. */
function withoutPasswords(text: string): string {
  return text.replaceAll(
    /((?:password|passwd|pwd|secret|passphrase)["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|\S+)/gi,
    `$1${bundleWords.leftOut}`,
  );
}
