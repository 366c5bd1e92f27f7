import type { Facts } from './facts.ts';
import { valueOr } from './reading.ts';

/** Puts other names in place of those that tell whose server it is. The same name is always replaced by the same one. */
export type Redact = (text: string) => string;

const shortestDomain = 2;

/** Replaces the server's name, and every host in its domain and in those that its own certificates name. */
export function redactorFor(facts: Facts): Redact {
  const server = valueOr(facts.server, null);
  const ofCertificates = valueOr(facts.certificates, [])
    .filter(({ store }) => store.toUpperCase() !== 'ROOT')
    .flatMap(({ dnsNames }) => dnsNames);
  const hosts = [...(server === null ? [] : [server.fullyQualifiedName]), ...ofCertificates];
  return redactor(server?.netbiosName ?? null, hosts);
}

/**
 * @param netbiosName of the server; `null` when it is not known
 * @param hosts full names; what stands after their first label is their domain
 */
export function redactor(netbiosName: string | null, hosts: readonly string[]): Redact {
  const domains = [...new Set(hosts.map(domainOf).filter((domain) => domain !== null))];
  const aliases = new Map(domains.map((domain, index) => [domain, `domain-${index + 1}`]));
  const known = new Map<string, string>();
  const aliasOfHost = (host: string, domain: string): string => {
    const alias = known.get(host) ?? `${hostAlias(host, netbiosName, known.size)}.${domain}.example`;
    known.set(host, alias);
    return alias;
  };
  // The longest first: one domain may lie in another.
  const rules = [...aliases]
    .sort(([one], [other]) => other.length - one.length)
    .flatMap(([domain, alias]): readonly [RegExp, (whole: string, labels: string) => string][] => [
      [
        new RegExp(String.raw`(?<![\w-])((?:[\w-]+\.)*)${escaped(domain)}(?![\w-])`, 'gi'),
        (whole, labels) => (labels === '' ? `${alias}.example` : aliasOfHost(whole.toLowerCase(), alias)),
      ],
      // In front of the name of a user: CONTOSO\administrator, in JSON with two of them.
      [new RegExp(String.raw`(?<![\w-])${escaped(labelOf(domain))}(?=\\)`, 'gi'), () => alias.toUpperCase()],
    ]);
  const nameRule: readonly [RegExp, () => string][] =
    netbiosName === null || netbiosName === ''
      ? []
      : [[new RegExp(String.raw`(?<!\w)${escaped(netbiosName)}(?!\w)`, 'gi'), () => 'SERVER']];
  return (text) =>
    [...rules, ...nameRule].reduce((done, [pattern, alias]) => done.replaceAll(pattern, alias), text);
}

function hostAlias(host: string, netbiosName: string | null, number: number): string {
  return labelOf(host) === netbiosName?.toLowerCase() ? 'server' : `host-${number + 1}`;
}

function labelOf(name: string): string {
  return name.split('.')[0] ?? '';
}

/** `null` for a name without one. A name of two parts is a domain itself. */
function domainOf(host: string): string | null {
  const labels = host.toLowerCase().replace(/^\*\./, '').split('.');
  if (labels.length < shortestDomain) return null;
  return labels.slice(labels.length === shortestDomain || host.startsWith('*.') ? 0 : 1).join('.');
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}
