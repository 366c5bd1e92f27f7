import { assertNever } from './assert-never.ts';
import type { Endpoint } from './endpoint.ts';
import type { RecordSettings } from './facts.ts';
import { sameAccessList } from './security-descriptor.ts';
import type { Thumbprint } from './thumbprint.ts';

/** A certificate that is there, or the one that an earlier change of the plan will make. */
export type CertificateRef =
  | { readonly kind: 'thumbprint'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'created'; readonly createdBy: string };

export type Presence<T> = { readonly kind: 'absent' } | Present<T>;

export interface Present<T> {
  readonly kind: 'present';
  readonly value: T;
}

/** A record's content; its endpoint is the target. */
export interface RecordValue<Ref = CertificateRef> extends RecordSettings {
  readonly certificate: Ref;
}

/** What makes a certificate that we create; its thumbprint is known only afterwards. */
export interface CertificateValue {
  readonly netbiosName: string;
  readonly fullyQualifiedName: string;
  readonly friendlyName: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

interface ChangeOf<Kind extends string, Target, End> {
  /** Unique within the rescue; an undo carries the id of the change it undoes. */
  readonly id: string;
  readonly kind: Kind;
  readonly target: Target;
  readonly before: End;
  readonly after: End;
}

export interface RecordTarget {
  readonly endpoint: Endpoint;
  /** The site this record serves, for people. */
  readonly site: string;
}

/** Container and serial number are fixed before the key is born, so that a crash cannot orphan it. */
export interface CertificateTarget {
  readonly container: string;
  /** Hexadecimal, upper case. */
  readonly serialNumber: string;
}

/** The store under LocalMachine that makes a certificate trusted. */
export interface TrustValue {
  readonly store: 'Root';
}

export interface TrustTarget<Ref = CertificateRef> {
  readonly certificate: Ref;
}

/** The file that Windows keeps a machine key in. */
export interface KeyAccessTarget {
  /** Whose key it is, for people. */
  readonly certificate: Thumbprint;
  /** Absolute. */
  readonly path: string;
}

export interface KeyAccessValue {
  /** Who may use the key, in SDDL, by security identifiers: `D:PAI(A;;FA;;;SY)`. */
  readonly accessList: string;
}

export type RecordChange<Ref = CertificateRef> = ChangeOf<'record', RecordTarget, Presence<RecordValue<Ref>>>;
export type CertificateChange = ChangeOf<'certificate', CertificateTarget, Presence<CertificateValue>>;
export type TrustChange<Ref = CertificateRef> = ChangeOf<'trust', TrustTarget<Ref>, Presence<TrustValue>>;
/** A key is there before and after: only who may use it changes. */
export type KeyAccessChange = ChangeOf<'key-access', KeyAccessTarget, Present<KeyAccessValue>>;

/** One modification of the server, as it is planned. */
export type Change = RecordChange | CertificateChange | TrustChange | KeyAccessChange;

/** The same with every certificate known by its thumbprint: what a server can carry out. */
export type ConcreteChange =
  RecordChange<Thumbprint> | CertificateChange | TrustChange<Thumbprint> | KeyAccessChange;

/** What a server is asked to read. */
export type Target =
  | { readonly kind: 'record'; readonly target: RecordTarget }
  | { readonly kind: 'certificate'; readonly target: CertificateTarget }
  | { readonly kind: 'trust'; readonly target: TrustTarget<Thumbprint> }
  | { readonly kind: 'key-access'; readonly target: KeyAccessTarget };

/** What stands at a target now. */
export type TargetState =
  | { readonly kind: 'record'; readonly state: Presence<RecordValue<Thumbprint>> }
  | {
      readonly kind: 'certificate';
      /** `partly`: the key is there, the certificate is not: its making was interrupted. */
      readonly state:
        | { readonly kind: 'absent' }
        | { readonly kind: 'partly' }
        | { readonly kind: 'present'; readonly value: CertificateValue; readonly thumbprint: Thumbprint };
    }
  | { readonly kind: 'trust'; readonly state: Presence<TrustValue> }
  | { readonly kind: 'key-access'; readonly state: Presence<KeyAccessValue> };

/** A certificate that a change works with, and that is not to be had where it has to be. */
export interface MissingCertificate {
  readonly thumbprint: Thumbprint;
  readonly store: string;
  /** `private-key`: the certificate is there, the store links no key to it any more. */
  readonly what: 'certificate' | 'private-key';
}

/** What a change touches, to be read before and after it. */
export function targetOf(change: ConcreteChange): Target {
  switch (change.kind) {
    case 'record':
      return { kind: 'record', target: change.target };
    case 'certificate':
      return { kind: 'certificate', target: change.target };
    case 'trust':
      return { kind: 'trust', target: change.target };
    case 'key-access':
      return { kind: 'key-access', target: change.target };
    default:
      return assertNever(change);
  }
}

/** The change that takes this one back: before and after swapped, everything else the same. */
export function inverse<C extends Change | ConcreteChange>(change: C): C {
  return { ...change, before: change.after, after: change.before };
}

/** Which certificate each finished creation made, by the id of its change. */
export type Created = ReadonlyMap<string, Thumbprint>;

/** The change with every certificate known by its thumbprint; throws (a bug) when its creation has not been done. */
export function concrete(change: Change, created: Created): ConcreteChange {
  // Only what makes the change: what a plan shows beside it stays in the plan.
  const { id } = change;
  switch (change.kind) {
    case 'certificate': {
      const { kind, target, before, after } = change;
      return { id, kind, target, before, after };
    }
    case 'record': {
      const before = concretePresence(change.before, created);
      const after = concretePresence(change.after, created);
      return { id, kind: change.kind, target: change.target, before, after };
    }
    case 'trust': {
      const { kind, target, before, after } = change;
      return { id, kind, target: { certificate: resolve(target.certificate, created) }, before, after };
    }
    case 'key-access': {
      const { kind, target, before, after } = change;
      return { id, kind, target, before, after };
    }
    default:
      return assertNever(change);
  }
}

/** The change with the thumbprint of every certificate that has been made since: for people who look back. */
export function withKnownThumbprints<C extends Change>(change: C, created: Created): C {
  const known = (reference: CertificateRef): CertificateRef => {
    const made = reference.kind === 'created' ? created.get(reference.createdBy) : undefined;
    return made === undefined ? reference : { kind: 'thumbprint', thumbprint: made };
  };
  const inPresence = (presence: Presence<RecordValue>): Presence<RecordValue> =>
    presence.kind === 'absent'
      ? presence
      : { kind: 'present', value: { ...presence.value, certificate: known(presence.value.certificate) } };
  switch (change.kind) {
    case 'certificate':
    case 'key-access':
      return change;
    case 'record':
      return { ...change, before: inPresence(change.before), after: inPresence(change.after) };
    case 'trust':
      return { ...change, target: { certificate: known(change.target.certificate) } };
    default:
      return assertNever(change);
  }
}

function concretePresence(
  presence: Presence<RecordValue>,
  created: Created,
): Presence<RecordValue<Thumbprint>> {
  if (presence.kind === 'absent') return presence;
  return {
    kind: 'present',
    value: { ...presence.value, certificate: resolve(presence.value.certificate, created) },
  };
}

function resolve(reference: CertificateRef, created: Created): Thumbprint {
  if (reference.kind === 'thumbprint') return reference.thumbprint;
  const made = created.get(reference.createdBy);
  if (made === undefined)
    throw new Error(`The certificate of change ${reference.createdBy} has not been made`);
  return made;
}

/** How what stands at the target relates to the change. `partly`: it looks cut off half way. */
export type Standing = 'as-before' | 'as-after' | 'partly' | 'otherwise';

/** Compares what was read with both ends of the change: the whole of compare-and-swap, and of settling a doubt. */
export function standingOf(change: ConcreteChange, found: TargetState): Standing {
  if (found.kind !== change.kind) throw new Error(`Read a ${found.kind} for a change of a ${change.kind}`);
  if (equal(change.after, found)) return 'as-after';
  if (equal(change.before, found)) return 'as-before';
  return isHalfWay(found) ? 'partly' : 'otherwise';
}

/** A key without its certificate, or a record that was deleted and not set again. */
function isHalfWay(found: TargetState): boolean {
  switch (found.kind) {
    case 'certificate':
      return found.state.kind === 'partly';
    case 'record':
      return found.state.kind === 'absent';
    case 'trust':
    case 'key-access':
      return false;
    default:
      return assertNever(found);
  }
}

function equal(expected: ConcreteChange['before'], found: TargetState): boolean {
  if (expected.kind === 'absent' || found.state.kind !== 'present') return expected.kind === found.state.kind;
  if (found.kind === 'key-access' && 'accessList' in expected.value)
    return sameAccessList(expected.value.accessList, found.state.value.accessList);
  return canonical(expected.value) === canonical(found.state.value);
}

/** Field by field, whatever their order; store names and application ids as Windows compares them, without case. */
function canonical(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))
      : part,
  ).toUpperCase();
}
