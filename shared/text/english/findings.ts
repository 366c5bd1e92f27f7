import { assertNever } from '../../assert-never.ts';
import type { Facts } from '../../facts.ts';
import type { Finding, NotRestorable } from '../../findings.ts';
import { formatClock, formatThumbprint, formatTime, list, listShort } from '../format.ts';
import { becauseText } from './codes.ts';
import { otherExpiryText, soonText } from './expiry.ts';
import { classClause } from './failure-class.ts';
import { faultClause, lookAlikeClause } from './faults.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { rebinderName } from './rebinders.ts';
import { unreadAdvice } from './unread-advice.ts';

/**
 * A sentence for each finding, in their order. What is said alike of several bindings of a site is said once.
 */
export function findingTexts(findings: readonly Finding[], frame: Frame): readonly string[] {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${'site' in finding ? finding.site : ''} ${sentence(finding, frame, '')}`;
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  return [...alike.values()].flatMap((group) =>
    group.slice(0, 1).map((first) => sentence(first, frame, placeOf(group))),
  );
}

/** One finding in one or two sentences: what is so, and what it means. */
export function findingText(finding: Finding, frame: Frame): string {
  return sentence(finding, frame, placeOf([finding]));
}

/** `Default Web Site (0.0.0.0:443 and 127.0.0.1:443)`; empty for what has no place. */
function placeOf(findings: readonly Finding[]): string {
  const placed = findings.flatMap((finding) => ('site' in finding && 'endpoint' in finding ? [finding] : []));
  const [first] = placed;
  return first === undefined ? '' : `${first.site} (${list(placed.map(({ endpoint }) => endpoint))})`;
}

function sentence(finding: Finding, frame: Frame, place: string): string {
  switch (finding.kind) {
    case 'bound-certificate-fault':
      return `${place}: the certificate ${certificateText(finding.thumbprint, frame)} ${faultClause(finding.fault, frame)}.`;
    case 'binding-without-record':
      return `${place}: the binding has no certificate at all. Windows answers no https request there.`;
    case 'record-certificate-gone':
      return `${place}: the certificate ${certificateText(finding.thumbprint, frame)} is no longer in the store ${finding.store}. The binding points at nothing.`;
    case 'record-certificate-in-other-store':
      return `${place}: the certificate ${certificateText(finding.thumbprint, frame)} lies in ${list(finding.foundIn)}, the binding looks in ${finding.recordStore}, and Setup looks in MY only.`;
    case 'back-end-without-good-certificate':
      return `Exchange Back End (${finding.endpoint}) has no good certificate. OWA and ECP stay blank, EMS and Outlook cannot connect.`;
    case 'front-end-bindings-differ':
      return `The bindings of Default Web Site hold different certificates (${finding.bound.map((one) => `${one.endpoint}: ${certificateText(one.thumbprint, frame)}`).join('; ')}). Which one Setup reads is not known, so both must be good.`;
    case 'shadowing-record':
      return shadowingText(finding, frame);
    case 'foreign-application-id':
      return `${place}: the certificate record belongs to another program (${finding.applicationId}), not to IIS. The old owner is kept in the backup; a change makes IIS the owner.`;
    case 'endpoint-shared-by-sites':
      return `${finding.endpoint} serves ${list(finding.sites)}: one certificate record for all of them. Changing it changes it for each.`;
    case 'record-not-restorable':
      return `${place}: Windows would not take the old record back, ${notRestorableClause(finding.because)}. After the change an undo ends at the new certificate.`;
    case 'record-not-replaceable':
      return `${place}: the certificate record carries newer settings as well (kind ${list(finding.extendedParameters.map(String))}). This Windows can only delete a record and set it anew, and they would be lost: this program cannot set them. Write them down (netsh http show sslcert), bind another certificate there in IIS Manager, then look again.`;
    case 'record-unread':
      return `There is a certificate record for ${finding.endpoint} that this program does not understand. ${becauseText(finding.because)}.${finding.severity === 'blocks' ? ' Nothing can be planned without it. Look at it (netsh http show sslcert), bind a certificate there in IIS Manager, then look again.' : ''}`;
    case 'expires-soon':
      return soonText(finding, frame, place);
    case 'other-certificate-expires':
      return otherExpiryText(finding, frame);
    case 'weak-signature':
      return `${place}: the certificate is signed with SHA-1, which clients no longer accept.`;
    case 'look-alike':
      return `${finding.subject} ${lookAlikeClause(finding.of)}. It is never offered.`;
    case 'stale-metabase-hash':
      return `The legacy metabase holds an old certificate (${formatThumbprint(finding.thumbprint)}) for site ${String(finding.siteId)}. Setup would write it back over any change. Copy applicationHost.config aside, remove property 5506 of LM/W3SVC/${String(finding.siteId)} as Microsoft's KB2025598 says, then look again.`;
    case 'front-end-not-site-1':
      return `Default Web Site has id ${String(finding.id)}, but Setup always takes site 1${finding.siteOne === null ? ', which is not there' : ` ("${finding.siteOne}")`}. Give the sites their ids back in IIS Manager, then look again.`;
    case 'front-end-missing':
      return 'There is no site with id 1 in IIS. Setup takes its certificate from there; restore Default Web Site, then look again.';
    case 'central-certificate-store':
      return `${place}: the binding takes its certificate from the central certificate store, so there is no record to change. Switch the binding to a certificate of this server in IIS Manager, then look again.`;
    case 'binding-missing':
      return `${finding.site} has no https binding on ${finding.endpoint}${finding.others.length > 0 ? `, only ${list(finding.others)}` : ''}. This program changes certificates, not bindings: add it in IIS Manager.`;
    case 'part-unknown':
      return `${partName(finding.part)} could not be read. ${becauseText(finding.because)}.${finding.severity === 'blocks' ? ` Nothing can be planned without it. ${unreadAdvice(finding.part, finding.because.code)}` : ''}`;
    case 'setup-is-running':
      if (finding.silentFrom !== null) {
        return `Setup's log has no end yet, and its last line is only moments old, so Setup may be at work. Nothing is changed while it is. If it was closed, look again at ${formatClock(finding.silentFrom, frame.utcOffsetMinutes)}.`;
      }
      return finding.severity === 'blocks'
        ? 'Setup is running now. Nothing is changed while it works; wait for its end, then look again.'
        : `Setup is still open (${list(finding.processes)}), although its log shows that it has ended. Close it before you run it again.`;
    case 'log-disagrees-with-server':
      return disagreementText(finding);
    case 'clock-set-back':
      return `The last line of Setup's log (${formatTime(finding.lastLineAt, frame.utcOffsetMinutes)}) is later than the server's clock (${formatTime(finding.takenAt, frame.utcOffsetMinutes)}). The clock was set back; every date is judged by the log's time.`;
    case 'pending-reboot':
      return `Windows waits for a restart (${list(finding.traces)}). Setup refuses to run until then. Restart it before you run Setup again; the changed bindings survive that.`;
    case 'incomplete-role':
      return `Setup left the role ${finding.role} incomplete${finding.action === null ? '' : ` (${finding.action})`}. It goes on there on its next run.`;
    case 'web-service-stopped':
      return `The web service (W3SVC) is stopped (start type: ${finding.startType}), so nothing listens and no handshake is possible now. Setup starts it again.`;
    case 'extended-protection':
      return `Extended Protection is on (${listShort(finding.paths)}). For users: where a load balancer opens TLS on the way, logons fail while it and this server hold different certificates, so until the real one is back on both. Whoever reaches this server directly can log on.`;
    case 'strict-transport-security':
      return `${finding.site} tells browsers to accept trusted certificates only (HSTS). For users: with a self-signed certificate there, OWA and ECP stay shut in their browsers, and the warning cannot be clicked away, until the real certificate is back.`;
    case 'ip-listen-list-without-loopback':
      return `Windows answers web requests on ${list(finding.addresses)} only (IP listen list), and 127.0.0.1 is not among them, so nothing reaches the binding that Exchange itself uses. Add it (netsh http add iplisten ipaddress=127.0.0.1).`;
    case 'iis-6-compatibility-missing':
      return `IIS lacks ${list(finding.missing.map(compatibilityName))}, as far as the registry tells. Setup reads the bound certificate through it. Add it as a role service of IIS before you run Setup again.`;
    case 'rebinders':
      return `Another certificate may be bound at any time, also while Setup runs, by ${list(finding.rebinders.map(rebinderName))}. If that is the one that stopped Setup, Setup stops again. Switch it off until Setup has ended; then switch it on again, or nothing renews the certificate that users see.`;
    case 'tasks-unread':
      return `${list(finding.tasks)} could not be read, so it is not known whether a certificate is changed there. That is no fault, and stops nothing. If you know one of them as a program that renews certificates, switch it off until Setup has ended.`;
    case 'machine-keys-folder-closed':
      return `The folder of the machine's private keys (${finding.path}) does not let ${list(finding.closedTo.map(accountName))} in, which can be why keys cannot be used. Look at its security settings.`;
    case 'certificate-event':
      return eventText(finding, frame);
    default:
      return assertNever(finding);
  }
}

function compatibilityName(part: 'metabase' | 'adsi'): string {
  return part === 'metabase' ? 'IIS 6 Metabase Compatibility' : 'the ADSI part of IIS 6 compatibility';
}

function accountName(who: 'administrators' | 'system'): string {
  return who === 'administrators' ? 'Administrators' : 'SYSTEM';
}

function eventText(
  { id, of, lastAt }: Extract<Finding, { kind: 'certificate-event' }>,
  { utcOffsetMinutes }: Frame,
): string {
  const where = of === null ? '' : ` at ${of}`;
  const what =
    id === 15021
      ? `could not use the certificate${where}`
      : `could not use the private key of a certificate${where}`;
  return `Windows ${what}: event ${String(id)} of the System log, last on ${formatTime(lastAt, utcOffsetMinutes)}.`;
}

function notRestorableClause(because: NotRestorable): string {
  switch (because) {
    case 'certificate-gone':
      return 'because its certificate is gone';
    case 'key-lost':
      return 'because its private key is lost';
    case 'key-in-user-profile':
      return 'because its private key lies in the profile of a user';
    default:
      return assertNever(because);
  }
}

function shadowingText(finding: Extract<Finding, { kind: 'shadowing-record' }>, frame: Frame): string {
  const who = {
    'exact-address': 'Requests to this address',
    'host-name': 'Requests with this host name',
    ipv6: 'Requests over IPv6',
  }[finding.by];
  const head = `${who} are served by a record of their own, ${finding.endpoint}, which this program does not touch`;
  const [fault] = finding.faults;
  if (fault === undefined) return `${head}. Its certificate is good.`;
  return fault.kind === 'gone'
    ? `${head}, and its certificate is gone from the store.`
    : `${head}, and its certificate ${faultClause(fault, frame)}.`;
}

function disagreementText(finding: Extract<Finding, { kind: 'log-disagrees-with-server' }>): string {
  switch (finding.how) {
    case 'server-is-good-now':
      return `Setup's log says: ${classClause(finding.logClass)}. The certificates that are bound now are good, so it has been repaired since: run Setup again.`;
    case 'other-cause-as-well':
      return `Setup's log shows another cause: ${classClause(finding.logClass)}. A new certificate does not cure that; the bound certificate would stop Setup as well.`;
    case 'other-certificate':
      return `Setup's log blames the certificate ${finding.logThumbprint === null ? 'of that time' : formatThumbprint(finding.logThumbprint)}, which is not bound any more. What counts is what is bound now.`;
    default:
      return assertNever(finding.how);
  }
}

function partName(part: keyof Facts): string {
  const names: Record<keyof Facts, string> = {
    origin: 'The kind of server',
    takenAt: "The server's time",
    utcOffsetMinutes: "The server's time zone",
    server: "The server's names",
    exchange: 'The installed Exchange',
    sites: 'The sites of IIS',
    records: 'The certificate records of http.sys',
    httpSys: 'What http.sys does with records',
    certificates: 'The certificates',
    services: 'The services',
    setup: "Setup's log",
    setupState: 'What Setup left behind',
    metabaseHashes: 'The legacy metabase',
    clientProtection: 'Extended Protection and HSTS',
    ipListenList: 'The IP listen list of http.sys',
    iis: 'The version and the parts of IIS',
    windowsEvents: 'The System log of Windows',
    rebinders: 'The tasks and services that change certificates',
    machineKeys: "The folder of the machine's private keys",
    filesToKeep: 'The list of files to copy',
  };
  return names[part];
}
