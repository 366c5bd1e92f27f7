import { assertNever } from '../../../shared/assert-never.ts';
import type {
  CertificateChange,
  ConcreteChange,
  KeyAccessChange,
  KeyAccessTarget,
  MissingCertificate,
  RecordChange,
  Target,
  TargetState,
  TrustChange,
  TrustValue,
} from '../../../shared/change.ts';
import { personalStore, settingsOf } from '../../../shared/facts.ts';
import { read, unknown } from '../../../shared/reading.ts';
import type { Because, Reading } from '../../../shared/reading.ts';
import { parseAccessList } from '../../../shared/security-descriptor.ts';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import { exchangeCertificate } from '../../certificate.ts';
import { certificateFacts, certificateValueOf } from '../certificate-facts.ts';
import { certificateNeeded } from '../certificate-needed.ts';
import { namesFileIn, notAKeyFile } from '../key-file-path.ts';
import { certificateBehind, deleteRecord, findCertificate, setRecord } from './http-sys.ts';
import {
  accessDenied,
  accessListOf,
  containerWithFile,
  keyAccessLists,
  mayWriteAccessList,
} from './key-access.ts';
import { channelKey, privateKeyOf } from './key-store.ts';
import { signerOf, type KeyMaker } from './keys.ts';
import type { PracticeState, StateCertificate } from './state.ts';

/** The store of trusted authorities. */
export const rootStore: TrustValue['store'] = 'Root';

const certificateNotFound = '0x80092004';
const containerInUse = '0x8009000F';
const fileNotFound = '2';
const invalidAccessList = '1336';

export type Stepped =
  | { readonly kind: 'done'; readonly state: PracticeState }
  | { readonly kind: 'refused'; readonly because: Because };

/** One thing that is done whole or not at all: after each the state is saved, and here a server may die. */
export type Step = (state: PracticeState) => Promise<Stepped>;

/** What a change does, in order. Done again, none of them changes anything more. */
export function stepsOf(change: ConcreteChange, keys: KeyMaker): readonly Step[] {
  switch (change.kind) {
    case 'record':
      return [(state) => Promise.resolve(changeRecord(state, change))];
    case 'certificate':
      return change.after.kind === 'present'
        ? [
            (state) => makeKey(state, change, keys),
            (state) => Promise.resolve(makeCertificate(state, change)),
          ]
        : [
            (state) => Promise.resolve(removeCertificate(state, change)),
            (state) => Promise.resolve(removeKey(state, change)),
          ];
    case 'trust':
      return [(state) => Promise.resolve(changeTrust(state, change))];
    case 'key-access':
      return [(state) => Promise.resolve(changeKeyAccess(state, change))];
    default:
      return assertNever(change);
  }
}

/** What stands at a target. */
export function targetState(state: PracticeState, target: Target): Reading<TargetState> {
  return target.kind === 'key-access' ? keyAccess(state, target.target) : read(knownState(state, target));
}

/** The certificate that a change works with, when its store does not have it as needed. */
export function missingFor(state: PracticeState, change: ConcreteChange): MissingCertificate | null {
  const needed = certificateNeeded(change);
  if (needed === null) return null;
  const { thumbprint, store } = needed;
  const found = certificateBehind(state, needed);
  if (found === null) return { thumbprint, store, what: 'certificate' };
  return needed.key === 'with-key' && found.key.kind === 'none'
    ? { thumbprint, store, what: 'private-key' }
    : null;
}

function knownState(state: PracticeState, target: Exclude<Target, { kind: 'key-access' }>): TargetState {
  switch (target.kind) {
    case 'record': {
      const found = state.records.find(({ endpoint }) => endpoint === target.target.endpoint);
      if (found === undefined) return { kind: 'record', state: { kind: 'absent' } };
      const value = { ...settingsOf(found), certificate: found.thumbprint };
      return { kind: 'record', state: { kind: 'present', value } };
    }
    case 'certificate': {
      const found = createdCertificate(state, target.target);
      if (found !== null) {
        const facts = factsOf(state, found);
        return {
          kind: 'certificate',
          state: { kind: 'present', value: certificateValueOf(facts), thumbprint: facts.thumbprint },
        };
      }
      const begun = state.containers.some(({ name }) => name === target.target.container);
      return { kind: 'certificate', state: { kind: begun ? 'partly' : 'absent' } };
    }
    case 'trust': {
      const trusted = certificateBehind(state, { store: rootStore, thumbprint: target.target.certificate });
      return {
        kind: 'trust',
        state: trusted === null ? { kind: 'absent' } : { kind: 'present', value: { store: rootStore } },
      };
    }
    default:
      return assertNever(target);
  }
}

/** One certificate of the state as the facts tell it. */
export function factsOf(state: PracticeState, certificate: StateCertificate) {
  return certificateFacts({
    der: Buffer.from(certificate.der, 'base64'),
    store: certificate.store,
    friendlyName: certificate.friendlyName,
    key: { kind: 'read', value: privateKeyOf(state, certificate) },
  });
}

function changeRecord(state: PracticeState, { target, after }: RecordChange<Thumbprint>): Stepped {
  if (after.kind === 'absent') return done(deleteRecord(state, target.endpoint));
  const { certificate, ...rest } = after.value;
  const set = setRecord(state, { endpoint: target.endpoint, thumbprint: certificate, ...rest });
  return set.code === 0
    ? done(set.state)
    : refused(String(set.code), `http.sys record of ${target.endpoint}`);
}

/** Removes what an interrupted attempt left under that name, then makes the key. */
async function makeKey(
  state: PracticeState,
  { target }: CertificateChange,
  keys: KeyMaker,
): Promise<Stepped> {
  if (createdCertificate(state, target) !== null) return done(state);
  if (isLinked(state, target.container)) return refused(containerInUse, `key container ${target.container}`);
  const container = {
    name: target.container,
    location: 'machine',
    privateKey: await keys.rsa(2048),
    accessList: keyAccessLists.ofMachine,
  } as const;
  return done({ ...state, containers: [...otherContainers(state, target.container), container] });
}

function makeCertificate(state: PracticeState, { target, after }: CertificateChange): Stepped {
  if (after.kind === 'absent' || createdCertificate(state, target) !== null) return done(state);
  const container = state.containers.find(({ name }) => name === target.container);
  if (container === undefined) return refused('0x80090016', `key container ${target.container}`);
  const der = exchangeCertificate(after.value, target, signerOf(container.privateKey));
  const certificate = {
    store: personalStore,
    der: der.toString('base64'),
    friendlyName: after.value.friendlyName,
    key: channelKey(target.container),
  };
  return done({ ...state, certificates: [...state.certificates, certificate] });
}

function removeCertificate(state: PracticeState, { target }: CertificateChange): Stepped {
  const created = createdCertificate(state, target);
  return done({
    ...state,
    certificates: state.certificates.filter((certificate) => certificate !== created),
  });
}

/** Never the key of another certificate, whatever its name. */
function removeKey(state: PracticeState, { target }: CertificateChange): Stepped {
  if (isLinked(state, target.container)) return refused(containerInUse, `key container ${target.container}`);
  return done({ ...state, containers: otherContainers(state, target.container) });
}

function changeTrust(state: PracticeState, { target, after }: TrustChange<Thumbprint>): Stepped {
  const trusted = certificateBehind(state, { store: rootStore, thumbprint: target.certificate });
  if (after.kind === 'absent') {
    return done({
      ...state,
      certificates: state.certificates.filter((certificate) => certificate !== trusted),
    });
  }
  if (trusted !== null) return done(state);
  const own = certificateBehind(state, { store: personalStore, thumbprint: target.certificate });
  if (own === null) return refused(certificateNotFound, `certificate ${target.certificate}`);
  // Only the certificate goes there: a copy in Root has no key.
  const copy: StateCertificate = { ...own, store: rootStore, key: { kind: 'none' } };
  return done({ ...state, certificates: [...state.certificates, copy] });
}

function keyAccess(state: PracticeState, { path }: KeyAccessTarget): Reading<TargetState> {
  if (!namesFileIn([state.machineKeys.path], path)) return unknown(notAKeyFile, path);
  const container = containerWithFile(state, path);
  if (container === null) return read({ kind: 'key-access', state: { kind: 'absent' } });
  const list = accessListOf(container, path);
  if (list.kind === 'unknown') return list;
  const value = { accessList: list.value };
  return read({ kind: 'key-access', state: { kind: 'present', value } });
}

function changeKeyAccess(state: PracticeState, { target: { path }, after }: KeyAccessChange): Stepped {
  if (!namesFileIn([state.machineKeys.path], path)) return refused(notAKeyFile, path);
  const container = containerWithFile(state, path);
  if (container === null) return refused(fileNotFound, path);
  if (!mayWriteAccessList(container)) return refused(accessDenied, path);
  const { accessList } = after.value;
  if (parseAccessList(accessList) === null) return refused(invalidAccessList, `access list ${accessList}`);
  const containers = state.containers.map((one) => (one === container ? { ...one, accessList } : one));
  return done({ ...state, containers });
}

/** The certificate that this target names: that serial number, and that container behind it. */
function createdCertificate(
  state: PracticeState,
  target: CertificateChange['target'],
): StateCertificate | null {
  const found = findCertificate(state, personalStore, ({ serialNumber }) =>
    sameNumber(serialNumber, target.serialNumber),
  );
  return found?.key.kind === 'linked' && found.key.container === target.container ? found : null;
}

function isLinked(state: PracticeState, container: string): boolean {
  return state.certificates.some(({ key }) => key.kind === 'linked' && key.container === container);
}

function otherContainers(state: PracticeState, container: string): PracticeState['containers'] {
  return state.containers.filter(({ name }) => name !== container);
}

function sameNumber(one: string, other: string): boolean {
  return BigInt(`0x${one}`) === BigInt(`0x${other}`);
}

function done(state: PracticeState): Stepped {
  return { kind: 'done', state };
}

function refused(code: string, tried: string): Stepped {
  return { kind: 'refused', because: { code, tried } };
}
