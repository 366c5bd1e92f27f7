import type { Element } from '@xmldom/xmldom';
import type { ClientProtection } from '../../../../shared/facts.ts';
import { read, type Reading } from '../../../../shared/reading.ts';
import { truth, unsignedInteger } from './attributes.ts';
import { all, andThen } from './readings.ts';
import { below, children, entries, scopes, sections, type Scope } from './sections.ts';
import type { ConfiguredSite } from './sites.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

type StrictTransportSecurity = ClientProtection['strictTransportSecurity'];

const headerName = 'strict-transport-security';

/** A site that serves https, and the web.config at its root if there is one. */
export interface ServingSite {
  readonly configured: ConfiguredSite;
  readonly webConfig: ConfigurationFile | null;
}

/**
 * The sites that tell browsers to refuse untrusted certificates: by IIS's own `<hsts>`, or by a custom header of
 * applicationHost.config or the web.config at the site's root. Browsers remember it for the whole host, so a site
 * tells it when any folder of it does; the longest time counts.
 */
export function readStrictTransportSecurity(
  host: ConfigurationFile,
  sites: readonly ServingSite[],
): Reading<StrictTransportSecurity> {
  const seconds = sites.map(({ configured, webConfig }) =>
    andThen(builtIn(host, configured), (own) =>
      andThen(byHeader(host, webConfig, configured.site.name), (sent) =>
        read({ site: configured.site.name, maxAgeSeconds: Math.max(own, sent) }),
      ),
    ),
  );
  return andThen(all(seconds), (known) => read(known.filter(({ maxAgeSeconds }) => maxAgeSeconds > 0)));
}

/** `<hsts>` of the site; what it leaves out comes from `<siteDefaults>`. */
function builtIn(host: ConfigurationFile, { element, defaults }: ConfiguredSite): Reading<number> {
  const levels = [...below(defaults, 'hsts'), ...children(element, 'hsts')];
  const enabled = all(levels.map((hsts) => truth(host, hsts, 'enabled')));
  const maxAges = all(levels.map((hsts) => unsignedInteger(host, hsts, 'max-age')));
  return andThen(enabled, (switches) =>
    andThen(maxAges, (seconds) => read((innermost(switches) ?? false) ? (innermost(seconds) ?? 0) : 0)),
  );
}

/** The value of the last level that has one. */
function innermost<T>(values: readonly (T | null)[]): T | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** The longest time that any folder of the site sends. */
function byHeader(
  host: ConfigurationFile,
  webConfig: ConfigurationFile | null,
  site: string,
): Reading<number> {
  const own = webConfig === null ? [] : scopes(webConfig).map((scope) => ({ file: webConfig, scope }));
  const outer = scopes(host).map((scope) => ({ file: host, scope }));
  const levels = [
    ...outer.filter(({ scope }) => scope.path === ''),
    ...outer.filter(({ scope }) => sameName(scope.path, site)),
    ...own.filter(({ scope }) => scope.path === ''),
  ];
  const folders = [
    ...outer.filter(
      ({ scope }) => sameName(scope.path.split('/')[0] ?? '', site) && scope.path.includes('/'),
    ),
    ...own.filter(({ scope }) => scope.path !== ''),
  ];
  const root = all(levels.map(({ file, scope }) => headerEntries(file, scope)));
  const elsewhere = all(folders.map(({ file, scope }) => headerEntries(file, scope)));
  return andThen(root, (atRoot) =>
    andThen(elsewhere, (inFolders) =>
      read(Math.max(sent(atRoot.flat()), ...inFolders.map((added) => sent(added)))),
    ),
  );
}

/** IIS compares names of sites without case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function headerEntries(file: ConfigurationFile, scope: Scope): Reading<readonly Element[]> {
  return andThen(sections(file, scope, 'system.webServer/httpProtocol'), (found) =>
    read(below(found, 'customHeaders').flatMap(entries)),
  );
}

/** The seconds that are sent when the collection's entries are carried out in their order; 0: no such header. */
function sent(collection: readonly Element[]): number {
  let seconds = 0;
  for (const entry of collection) {
    const ours = entry.getAttribute('name')?.trim().toLowerCase() === headerName;
    if (entry.tagName === 'clear' || (entry.tagName === 'remove' && ours)) seconds = 0;
    if (entry.tagName === 'add' && ours) seconds = maxAge(entry.getAttribute('value') ?? '');
  }
  return seconds;
}

/** RFC 6797, section 6.1: directives in any order and case, the value maybe in quotes; without it browsers ignore it. */
function maxAge(value: string): number {
  const digits = /(?:^|;)\s*max-age\s*=\s*"?(?<seconds>\d{1,15})"?\s*(?:;|$)/i.exec(value)?.groups?.[
    'seconds'
  ];
  return Number(digits ?? 0);
}
