import { endpointParts } from './endpoint.ts';
import type { Facts } from './facts.ts';
import { valueOr } from './reading.ts';

/** What tells whose server it is. */
export interface TellingNames {
  /** NetBIOS names of the server; more than one where it had another before. */
  readonly servers: readonly string[];
  /** Names of hosts, most of them full ones: what stands after their first label is their domain. */
  readonly hosts: readonly string[];
  /** As the subjects of certificates name them, and domains as they stand in front of users' names. */
  readonly organisations: readonly string[];
}

/** Such facts taken together; `null` where they do not tell what the server and its certificates are called. */
export function tellingNames(several: readonly Facts[]): TellingNames | null {
  const servers = several.flatMap(({ server }) => (server.kind === 'read' ? [server.value] : []));
  const stores = several.flatMap(({ certificates }) =>
    certificates.kind === 'read' ? [certificates.value] : [],
  );
  if (servers.length === 0 || stores.length === 0) return null;
  const own = stores.flat().filter(({ store }) => store.toUpperCase() !== 'ROOT');
  const subjectsSay = (attribute: string) => own.flatMap(({ subject }) => valuesOf(attribute, subject));
  return {
    servers: servers.map(({ netbiosName }) => netbiosName),
    hosts: [
      ...servers.map(({ fullyQualifiedName }) => fullyQualifiedName),
      ...own.flatMap(({ dnsNames }) => dnsNames),
      // What such a certificate is for besides, such as `CN=Microsoft Exchange Server Auth Certificate`, is no host.
      ...subjectsSay('CN').filter((name) => /^\S+\.\S+$/.test(name)),
      ...several.flatMap(hostsOfEndpoints),
    ],
    organisations: subjectsSay('O'),
  };
}

/** Setup writes down who started it; a domain in front of a user need not be called as its hosts are. */
export function domainsOfUsers(setupLog: string): readonly string[] {
  return [...setupLog.matchAll(/Logged on user: ([^\\\s:]+)\\/gi)].flatMap(([, domain]) => domain ?? []);
}

/** The values of one attribute of a distinguished name: `O` of `CN=mail, O="Contoso, Ltd."`. */
function valuesOf(attribute: string, subject: string): readonly string[] {
  const pattern = new RegExp(String.raw`(?:^|[,+]\s*)${attribute}=(?:"([^"]*)"|([^,+]*))`, 'gi');
  return [...subject.matchAll(pattern)].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim());
}

function hostsOfEndpoints({ sites, records }: Facts): readonly string[] {
  const endpoints = [
    ...valueOr(sites, []).flatMap(({ bindings }) => bindings.map(({ endpoint }) => endpoint)),
    ...valueOr(records, []).map(({ endpoint }) => endpoint),
  ];
  const ofBindings = valueOr(sites, []).flatMap(({ bindings }) =>
    bindings.map(({ information }) => information.slice(information.lastIndexOf(':') + 1)),
  );
  const parts = endpoints.map(endpointParts).filter(({ family }) => family === 'host-name');
  return [...ofBindings, ...parts.map(({ host }) => host)].filter((host) => host !== '');
}
