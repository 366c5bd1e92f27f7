import type { TellingNames } from './telling-names.ts';

/** Puts other names in place of those that tell whose server it is. The same name is always replaced by the same one. */
export type Redact = (text: string) => string;

/** What is found, and what is put there for the whole of it and for its groups. */
type Rule = readonly [RegExp, (whole: string, ...groups: string[]) => string];

/** So many have these names that they tell nobody's, and what is written around them has to stay readable. */
const tellNobody = new Set([
  ...['server', 'host', 'domain', 'user', 'organisation', 'example', 'localhost', 'local', 'internal'],
  ...['exchange', 'mail', 'webmail', 'autodiscover', 'smtp', 'owa', 'www', 'web', 'corp', 'int', 'ad'],
  ...['com', 'net', 'org', 'co', 'microsoft', 'microsoft corporation', 'windows', 'nt authority', 'builtin'],
  ...['administrator', 'administrators', 'system', 'public', 'default'],
]);

export function redactor({ servers, hosts, organisations }: TellingNames): Redact {
  const full = unique(hosts.map((host) => host.toLowerCase()).filter((host) => !isAddress(host)));
  const nearest = full.flatMap((host) => domainOf(host) ?? []);
  const domains = unique([...nearest, ...nearest.flatMap(parentsOf)]);
  const aliasOf = new Map(domains.map((domain, index) => [domain, `domain-${index + 1}`]));
  const own = telling(servers);
  const host = aliases('host');
  const user = aliases('user');

  const words = new Map([
    ...telling(organisations).map((name, index) => [name, `ORGANISATION-${index + 1}`] as const),
    ...telling(full.filter((name) => domainOf(name) === null)).map((name) => [name, host(name)] as const),
    // The first of those that begin alike.
    ...domains
      .toReversed()
      .filter((domain) => telling([labelOf(domain)]).length > 0)
      .map((domain) => [labelOf(domain), (aliasOf.get(domain) ?? '').toUpperCase()] as const),
    ...own.map((name) => [name, 'SERVER'] as const),
  ]);
  const ofUser = (name: string) => (telling([name]).length === 0 ? name : user(name.toLowerCase()));
  const ofHost = (name: string) => (own.includes(labelOf(name)) ? 'server' : host(name));

  const rules: readonly Rule[] = [
    // Users first, since the names around them tell where they stand: jane@contoso.com, CONTOSO\jane.
    ...longestFirst(domains).map((domain): Rule => [
      new RegExp(String.raw`[\p{L}\p{N}._+-]+(?=@(?:[\w-]+\.)*${escaped(domain)})`, 'giu'),
      ofUser,
    ]),
    ...longestFirst([...words.keys()]).map((name): Rule => [
      // In JSON with two of them. What ends the sentence is no part of a name.
      new RegExp(String.raw`((?<!\.)${bounded(name)}\\{1,2})([^\s\\/"':;,<>|]*[^\s\\/"':;,<>|.)\]])`, 'giu'),
      (_whole, carrier = '', name = '') => `${carrier}${ofUser(name)}`,
    ]),
    [
      // Where it has a space in it, it ends at the next backslash.
      /((?:Users|Documents and Settings)\\{1,2})([^\\/:*?"<>|\r\n]+(?=\\)|[^\s\\/:*?"<>|]+)/giu,
      (_whole, folder = '', name = '') => `${folder}${ofUser(name)}`,
    ],
    ...longestFirst(domains).map((domain): Rule => {
      const alias = aliasOf.get(domain) ?? '';
      return [
        new RegExp(
          String.raw`(?<![\p{L}\p{N}_-])((?:[\p{L}\p{N}_-]+\.)*)${escaped(domain)}(?![\p{L}\p{N}_-])`,
          'giu',
        ),
        (whole, labels) =>
          labels === '' ? `${alias}.example` : `${ofHost(whole.toLowerCase())}.${alias}.example`,
      ];
    }),
    ...longestFirst([...words.keys()]).map((name): Rule => [
      new RegExp(bounded(name), 'giu'),
      () => words.get(name) ?? '',
    ]),
  ];
  return (text) => rules.reduce((done, [pattern, alias]) => done.replaceAll(pattern, alias), text);
}

/** Fields whose values are words of this program, not of the server. */
const ownWords = new Set([
  ...[
    'kind',
    'class',
    'code',
    'state',
    'startType',
    'provider',
    'location',
    'authority',
    'algorithm',
    'deed',
  ],
  ...['recordReplacement', 'purpose', 'direction', 'how', 'outcome', 'severity', 'suitability', 'store'],
]);

/** Redacts the values of JSON, one to a line; the names of its fields stay. A line that is none is text. */
export function redactJsonLines(text: string, redact: Redact): string {
  return text
    .split('\n')
    .map((line) => {
      const value = parsed(line);
      return value === undefined ? redact(line) : JSON.stringify(value, redactingValues(redact));
    })
    .join('\n');
}

function redactingValues(redact: Redact) {
  return (field: string, value: unknown) =>
    typeof value === 'string' && !ownWords.has(field) ? redact(value) : value;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Numbers the names of one kind in the order in which they come up. */
function aliases(kind: 'host' | 'user'): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const alias = known.get(name) ?? `${kind}-${known.size + 1}`;
    known.set(name, alias);
    return alias;
  };
}

/** In lower case, without those that tell nothing. */
function telling(names: readonly string[]): readonly string[] {
  return unique(names.map((name) => name.toLowerCase())).filter(
    (name) => name !== '' && !tellNobody.has(name),
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** One may lie in another. */
function longestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((one, other) => other.length - one.length);
}

function labelOf(name: string): string {
  return name.split('.')[0] ?? '';
}

/** `null` for a name without one. A name of two parts is a domain itself. */
function domainOf(host: string): string | null {
  const labels = host.replace(/^\*\./, '').split('.');
  if (labels.length < 2) return null;
  return labels.slice(labels.length === 2 || host.startsWith('*.') ? 0 : 1).join('.');
}

/** Those that a domain lies in, but for the topmost: contoso.com of emea.mail.contoso.com. */
function parentsOf(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(1, -1).map((_label, index) => labels.slice(index + 1).join('.'));
}

function isAddress(host: string): boolean {
  return /^[\d.]+$|:/.test(host);
}

/** The pattern of a name as a word of its own: also in `WMSvc-SHA2-EX01` and `EX01_1`, not in `EX010`. */
function bounded(name: string): string {
  return String.raw`(?<![\p{L}\p{N}])${escaped(name)}(?![\p{L}\p{N}])`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
