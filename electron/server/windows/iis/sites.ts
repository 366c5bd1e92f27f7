import type { Element } from '@xmldom/xmldom';
import type { Binding, Site } from '../../../../shared/facts.ts';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import { requiredInteger, requiredText, unsignedInteger } from './attributes.ts';
import { endpointOf } from './binding-information.ts';
import { all, andThen } from './readings.ts';
import { below, children, entries, scopes, sections, whereIs } from './sections.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

/** A site, and the elements that other readers find more in. */
export interface ConfiguredSite {
  readonly site: Site;
  readonly element: Element;
  /** The `<siteDefaults>` beside it. */
  readonly defaults: readonly Element[];
}

/**
 * Every site with its https bindings. One that is not understood makes all of them unknown, with the file and line:
 * a site that was left out would look as if it did not share an endpoint. IIS too starts with none of them when an
 * id is missing or given twice. Codes beside those of attributes: `SECTION_MISSING`, `SITE_ID_TWICE`,
 * `SECTION_ELSEWHERE`, `SECTION_ENCRYPTED`.
 */
export function readSites(file: ConfigurationFile): Reading<readonly ConfiguredSite[]> {
  const server = scopes(file).filter(({ path }) => path === '');
  const found = all(server.map((scope) => sections(file, scope, 'system.applicationHost/sites')));
  return andThen(found, (groups) => {
    const lists = groups.flat();
    if (lists.length === 0) return unknown('SECTION_MISSING', `${file.path} system.applicationHost/sites`);
    const defaults = below(lists, 'siteDefaults');
    const sites = all(
      below(lists, 'site').map((element) =>
        andThen(siteOf(file, element), (site) => read({ site, element, defaults })),
      ),
    );
    return andThen(sites, (listed) => withoutTwins(file, listed));
  });
}

function withoutTwins(
  file: ConfigurationFile,
  sites: readonly ConfiguredSite[],
): Reading<readonly ConfiguredSite[]> {
  const ids = sites.map(({ site }) => site.id);
  const twin = sites.find(({ site }, index) => ids.indexOf(site.id) !== index);
  return twin === undefined ? read(sites) : unknown('SITE_ID_TWICE', whereIs(file, twin.element, 'id'));
}

function siteOf(file: ConfigurationFile, element: Element): Reading<Site> {
  return andThen(requiredText(file, element, 'name'), (name) =>
    andThen(requiredInteger(file, element, 'id'), (id) =>
      andThen(all(httpsBindings(element).map((binding) => bindingOf(file, binding))), (bindings) =>
        read({ id, name, bindings }),
      ),
    ),
  );
}

function httpsBindings(site: Element): readonly Element[] {
  const listed = children(site, 'bindings').flatMap(entries);
  const cleared = listed.findLastIndex(({ tagName }) => tagName === 'clear');
  return listed
    .slice(cleared + 1)
    .filter(({ tagName }) => tagName === 'binding')
    .filter((binding) => binding.getAttribute('protocol')?.toLowerCase() === 'https');
}

function bindingOf(file: ConfigurationFile, element: Element): Reading<Binding> {
  return andThen(requiredText(file, element, 'bindingInformation'), (information) =>
    andThen(unsignedInteger(file, element, 'sslFlags'), (flags) => {
      const sslFlags = flags ?? 0;
      const endpoint = endpointOf(information, sslFlags);
      return endpoint === null
        ? unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, element, 'bindingInformation'))
        : read({ information, sslFlags, endpoint });
    }),
  );
}
