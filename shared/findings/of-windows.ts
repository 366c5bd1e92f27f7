import { endpoint } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Facts, WindowsEvent } from '../facts.ts';
import type { Finding } from '../findings.ts';
import { valueOr } from '../reading.ts';
import { identitiesOf, listAndAdd, parseAccessList, rightsGranted } from '../security-descriptor.ts';

/** What Windows around the bindings does to them: who listens where, who reads them, who changes them. */
export function windowsFindings(facts: Facts): readonly Finding[] {
  return [
    ...listenList(facts),
    ...compatibility(facts),
    ...rebinders(facts),
    ...machineKeys(facts),
    ...events(facts),
  ];
}

function listenList(facts: Facts): readonly Finding[] {
  const addresses: readonly string[] = valueOr(facts.ipListenList, []);
  const reachesLoopback = addresses.includes('127.0.0.1') || addresses.includes('0.0.0.0');
  return addresses.length === 0 || reachesLoopback
    ? []
    : [{ kind: 'ip-listen-list-without-loopback', severity: 'warning', addresses }];
}

function compatibility(facts: Facts): readonly Finding[] {
  const iis = valueOr(facts.iis, null);
  if (iis === null) return [];
  const installed = 1;
  const missing = [
    ...(iis.metabase === installed ? [] : (['metabase'] as const)),
    ...(iis.adsiCompatibility === installed ? [] : (['adsi'] as const)),
  ];
  return missing.length === 0 ? [] : [{ kind: 'iis-6-compatibility-missing', severity: 'warning', missing }];
}

function rebinders(facts: Facts): readonly Finding[] {
  const { found, unread } = valueOr(facts.rebinders, { found: [], unread: [] });
  const findings: Finding[] = [];
  if (found.length > 0) findings.push({ kind: 'rebinders', severity: 'warning', rebinders: found });
  if (unread.length > 0)
    findings.push({ kind: 'tasks-unread', severity: 'note', tasks: unread.map(({ tried }) => tried) });
  return findings;
}

function machineKeys(facts: Facts): readonly Finding[] {
  const folder = valueOr(facts.machineKeys, null);
  const list = folder === null ? null : parseAccessList(folder.accessList);
  if (folder === null || list === null) return [];
  const closedTo = (['administrators', 'system'] as const).filter(
    (who) => (rightsGranted(list, identitiesOf[who]) & listAndAdd) !== listAndAdd,
  );
  return closedTo.length === 0
    ? []
    : [{ kind: 'machine-keys-folder-closed', severity: 'warning', path: folder.path, closedTo }];
}

/** Those that say something is wrong; 15300 and 15301 tell of any change of a record, ours included. */
const complaints: readonly number[] = [15021, 36870];

/** The newest of each id and endpoint. */
function events(facts: Facts): readonly Finding[] {
  const newest = new Map<string, Finding>();
  for (const event of valueOr(facts.windowsEvents, [])) {
    if (!complaints.includes(event.id)) continue;
    const { id, at: lastAt } = event;
    const of = endpointIn(event);
    const key = `${id} ${of ?? ''}`;
    if (!newest.has(key)) newest.set(key, { kind: 'certificate-event', severity: 'note', id, of, lastAt });
  }
  return [...newest.values()];
}

/** By its shape: which value it is differs between versions of Windows. */
function endpointIn({ values }: WindowsEvent): Endpoint | null {
  const found = values.find((value) => /^(?:\[[\da-f:.%]+\]|[\w.-]+):\d{1,5}$/i.test(value));
  return found === undefined ? null : endpoint(found);
}
