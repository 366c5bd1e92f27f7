import { win32 } from 'node:path';
import type { ClientProtection, MetabaseHash, Site } from '../../../shared/facts.ts';
import { read, type Reading } from '../../../shared/reading.ts';
import { absoluteFolder, hostFilePath, optionalFile, type IisMachine } from './iis/configuration-files.ts';
import { readExtendedProtection } from './iis/extended-protection.ts';
import { readMetabaseHashes } from './iis/metabase.ts';
import { all, andThen } from './iis/readings.ts';
import { below } from './iis/sections.ts';
import { readSites, type ConfiguredSite } from './iis/sites.ts';
import { readStrictTransportSecurity, type ServingSite } from './iis/strict-transport-security.ts';
import { parseConfiguration, type ConfigurationFile } from './iis/configuration-xml.ts';

export type { IisMachine } from './iis/configuration-files.ts';

/** What IIS's configuration says, each part by itself. */
export interface IisConfiguration {
  /** The applicationHost.config that IIS really uses, absolute; known as soon as its bytes could be read. */
  readonly path: Reading<string>;
  readonly sites: Reading<readonly Site[]>;
  readonly metabaseHashes: Reading<readonly MetabaseHash[]>;
  readonly clientProtection: Reading<ClientProtection>;
}

/**
 * Reads IIS's configuration; writes nothing, never throws whatever the files hold. Code `ENOENT`: no
 * applicationHost.config, so IIS is not installed or its configuration is gone.
 */
export async function readIis(machine: IisMachine): Promise<IisConfiguration> {
  const path = await hostFilePath(machine);
  if (path.kind === 'unknown') return nothingOf(path);
  const bytes = await machine.readFile(path.value);
  if (bytes.kind === 'unknown') return nothingOf(bytes);
  const file = parseConfiguration(path.value, bytes.value);
  if (file.kind === 'unknown') return { ...nothingOf(file), path };
  const sites = readSites(file.value);
  return {
    path,
    sites: andThen(sites, (found) => read(found.map(({ site }) => site))),
    metabaseHashes: readMetabaseHashes(file.value),
    clientProtection: await clientProtection(machine, file.value, sites),
  };
}

type Unknown = Extract<Reading<never>, { kind: 'unknown' }>;

function nothingOf(because: Unknown): IisConfiguration {
  return { path: because, sites: because, metabaseHashes: because, clientProtection: because };
}

async function clientProtection(
  machine: IisMachine,
  host: ConfigurationFile,
  sites: Reading<readonly ConfiguredSite[]>,
): Promise<Reading<ClientProtection>> {
  if (sites.kind === 'unknown') return sites;
  const serving = sites.value.filter(({ site }) => site.bindings.length > 0);
  const withFiles = all(await Promise.all(serving.map((site) => withWebConfig(machine, site))));
  return andThen(readExtendedProtection(host), (extendedProtection) =>
    andThen(withFiles, (known) =>
      andThen(readStrictTransportSecurity(host, known), (strictTransportSecurity) =>
        read({ extendedProtection, strictTransportSecurity }),
      ),
    ),
  );
}

async function withWebConfig(machine: IisMachine, configured: ConfiguredSite): Promise<Reading<ServingSite>> {
  const folder = rootFolder(configured);
  // Without a root the site serves nothing.
  if (folder === null) return read({ configured, webConfig: null });
  const path = andThen(absoluteFolder(machine, folder), (absolute) =>
    read(win32.join(absolute, 'web.config')),
  );
  if (path.kind === 'unknown') return path;
  const webConfig = await optionalFile(machine, path.value);
  return andThen(webConfig, (file) => read({ configured, webConfig: file }));
}

/** The physical path of `/`, as configured. */
function rootFolder({ element }: ConfiguredSite): string | null {
  const application = below([element], 'application').find((one) => one.getAttribute('path') === '/');
  if (application === undefined) return null;
  const root = below([application], 'virtualDirectory').find((one) => one.getAttribute('path') === '/');
  return root?.getAttribute('physicalPath') ?? null;
}
