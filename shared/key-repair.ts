import { bindingFacts, boundEndpoints, inPersonalStore } from './bound.ts';
import type { BindingFacts } from './bound.ts';
import { rankCandidates } from './candidates.ts';
import type { ReasonAgainst } from './candidates.ts';
import { expiresSoon, isSelfSigned } from './certificate-health.ts';
import { mayRescue } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Endpoint } from './endpoint.ts';
import type { Certificate, Facts, PrivateKey } from './facts.ts';
import type { Finding } from './findings.ts';
import { valueOr } from './reading.ts';
import type { Because } from './reading.ts';
import {
  fullControl,
  granting,
  identitiesOf,
  parseAccessList,
  readFile,
  rightsGranted,
  writeAccessList,
} from './security-descriptor.ts';
import type { Thumbprint } from './thumbprint.ts';

/**
 * Whether the certificate of Default Web Site can stay, because all that is wrong is who may use its key, and this
 * administrator may change that.
 */
export type KeyRepair =
  /** No key of Default Web Site is refused to this administrator, or nothing can be repaired now. */
  | { readonly kind: 'not-called-for' }
  | { readonly kind: 'not-offered'; readonly thumbprint: Thumbprint; readonly because: NoKeyRepair }
  | OfferedRepair;

export interface OfferedRepair {
  readonly kind: 'offered';
  readonly thumbprint: Thumbprint;
  /** The bindings that are good as soon as the key is. */
  readonly endpoints: readonly Endpoint[];
  /** What opening the key was answered. */
  readonly code: string;
  /** The key's file, absolute. */
  readonly path: string;
  /** Who may use the key, in SDDL: as it was read, and with full control for Administrators and SYSTEM. */
  readonly before: string;
  readonly after: string;
  readonly reasonsFor: readonly RepairReasonFor[];
  readonly reasonsAgainst: readonly RepairReasonAgainst[];
}

/** Why another certificate has to be bound although the key is there. */
export type NoKeyRepair =
  /** More is wrong with the certificate than who may use its key. */
  | { readonly kind: 'certificate-faulty' }
  /** Other bindings have faults that this would not cure. */
  | { readonly kind: 'other-faults'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'file-not-found' }
  | { readonly kind: 'list-unread'; readonly because: Because }
  | { readonly kind: 'list-not-understood'; readonly accessList: string }
  /** This administrator may not change who may use the key. */
  | { readonly kind: 'list-not-changeable' }
  /** By its list administrators may open the key: something else keeps them from it. */
  | { readonly kind: 'not-refused-by-list' }
  /** The list refuses somebody by name, and that outweighs every grant. */
  | { readonly kind: 'denied-by-list' };

export type RepairReasonFor =
  /** From an authority: users are shown no warning, as before. */
  | { readonly kind: 'users-are-not-warned'; readonly issuer: string }
  | { readonly kind: 'extended-protection-works' }
  | { readonly kind: 'strict-transport-security-works' }
  | { readonly kind: 'no-binding-changes' };

export type RepairReasonAgainst =
  | { readonly kind: 'cures-this-only' }
  /** A renewed certificate has a new key, with the access that its program gives it. */
  | { readonly kind: 'renewal-may-shut-again' }
  | { readonly kind: 'expires-soon'; readonly notAfter: string };

type LinkedKey = Extract<PrivateKey, { kind: 'linked' }>;
type Refused = Extract<Finding, { kind: 'bound-certificate-fault' }> & {
  readonly fault: { readonly kind: 'key-inaccessible' };
};

/** Facts → whether the access to the bound key can be repaired instead of binding another certificate, and why. */
export function keyRepair(facts: Facts, diagnosis: Diagnosis): KeyRepair {
  const known = bindingFacts(facts);
  const refused = diagnosis.findings.filter(isRefusedKey);
  const first = refused.find(({ role }) => role === 'front-end');
  if (known === null || first === undefined || !mayRescue(diagnosis)) return { kind: 'not-called-for' };
  const { thumbprint } = first;
  const certificate = known.certificates.find((one) => inPersonalStore(one) && one.thumbprint === thumbprint);
  const key = certificate === undefined ? null : valueOr(certificate.key, null);
  if (certificate === undefined || key?.kind !== 'linked' || key.access.kind !== 'refused') {
    return { kind: 'not-called-for' };
  }
  const no = (because: NoKeyRepair): KeyRepair => ({ kind: 'not-offered', thumbprint, because });
  if (!isGoodButForItsKey(thumbprint, facts, diagnosis)) return no({ kind: 'certificate-faulty' });
  const others = endpointsOfOtherFaults(thumbprint, known, diagnosis);
  if (others.length > 0) return no({ kind: 'other-faults', endpoints: others });
  const lists = changeOfList(key);
  if (!('after' in lists)) return no(lists);
  return {
    kind: 'offered',
    thumbprint,
    endpoints: refused.map(({ endpoint }) => endpoint),
    code: key.access.code,
    ...lists,
    reasonsFor: reasonsFor(certificate, facts),
    reasonsAgainst: reasonsAgainst(certificate, diagnosis.at),
  };
}

function isRefusedKey(finding: Finding): finding is Refused {
  return (
    finding.kind === 'bound-certificate-fault' &&
    finding.severity === 'fault' &&
    finding.fault.kind === 'key-inaccessible'
  );
}

function isGoodButForItsKey(thumbprint: Thumbprint, facts: Facts, { at }: Diagnosis): boolean {
  const { candidates } = rankCandidates(facts, at);
  const judged = candidates.find((one) => one.thumbprint === thumbprint);
  return judged?.reasonsAgainst.every(isOfAccessOrRank) ?? false;
}

/** What does not keep a certificate from being bound once its key can be used. */
function isOfAccessOrRank(reason: ReasonAgainst): boolean {
  switch (reason.kind) {
    case 'fault':
      return reason.fault.kind === 'key-inaccessible';
    case 'look-alike':
    case 'self-signed-wildcard':
    case 'self-signed':
    case 'ends-too-soon':
      return false;
    case 'expires-soon':
    case 'weak-signature':
    case 'browsers-will-warn':
    case 'not-made-by-setup':
    case 'former-names-missing':
    case 'former-names-unknown':
      return true;
  }
}

/** The bindings that stay faulty when this key can be used. */
function endpointsOfOtherFaults(
  thumbprint: Thumbprint,
  known: BindingFacts,
  { findings }: Diagnosis,
): readonly Endpoint[] {
  const ofOthers = findings.flatMap((finding) => {
    if (finding.severity !== 'fault' || !('endpoint' in finding)) return [];
    // It sums up the fault of the binding itself, which is among these findings too.
    if (finding.kind === 'back-end-without-good-certificate') return [];
    return isRefusedKey(finding) && finding.thumbprint === thumbprint ? [] : [finding.endpoint];
  });
  return boundEndpoints(known)
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => ofOthers.includes(endpoint));
}

/** The list of the key's file as it is and as it has to be; or why this program cannot bring that about. */
function changeOfList({
  access,
  file,
}: LinkedKey): Pick<OfferedRepair, 'path' | 'before' | 'after'> | NoKeyRepair {
  // The file was asked whether its list may be changed, and refused.
  if (access.kind === 'refused' && access.deed === 'change-access') return { kind: 'list-not-changeable' };
  if (file === null) return { kind: 'file-not-found' };
  const { accessList } = file;
  if (accessList.kind === 'unknown') return { kind: 'list-unread', because: accessList.because };
  const before = accessList.value;
  const may = rightsIn(before, 'administrators');
  if (may === null) return { kind: 'list-not-understood', accessList: before };
  if ((may & readFile) === readFile) return { kind: 'not-refused-by-list' };
  if ((may & writeAccessList) === 0) return { kind: 'list-not-changeable' };
  const after = withFullControl(before);
  if (after === null) return { kind: 'list-not-understood', accessList: before };
  const isCured = (['administrators', 'system'] as const).every(
    (who) => ((rightsIn(after, who) ?? 0) & fullControl) === fullControl,
  );
  return isCured ? { path: file.path, before, after } : { kind: 'denied-by-list' };
}

/** Never for NETWORK SERVICE: that would mark the certificate as one for mail transport. Setup adds it where it wants it. */
function withFullControl(accessList: string): string | null {
  const forSystem = granting(accessList, 'SY');
  return forSystem === null ? null : granting(forSystem, 'BA');
}

function rightsIn(accessList: string, who: keyof typeof identitiesOf): number | null {
  const list = parseAccessList(accessList);
  return list === null ? null : rightsGranted(list, identitiesOf[who]);
}

function reasonsFor(certificate: Certificate, { clientProtection }: Facts): readonly RepairReasonFor[] {
  const protection = valueOr(clientProtection, null);
  const { issuer } = certificate;
  return [
    ...(isSelfSigned(certificate) ? [] : [{ kind: 'users-are-not-warned', issuer } as const]),
    ...((protection?.extendedProtection.length ?? 0) > 0
      ? [{ kind: 'extended-protection-works' } as const]
      : []),
    ...((protection?.strictTransportSecurity.length ?? 0) > 0
      ? [{ kind: 'strict-transport-security-works' } as const]
      : []),
    { kind: 'no-binding-changes' },
  ];
}

function reasonsAgainst(certificate: Certificate, at: string): readonly RepairReasonAgainst[] {
  const { notAfter } = certificate;
  return [
    { kind: 'cures-this-only' },
    ...(isSelfSigned(certificate) ? [] : [{ kind: 'renewal-may-shut-again' } as const]),
    ...(expiresSoon(certificate, at) ? [{ kind: 'expires-soon', notAfter } as const] : []),
  ];
}
