import { assertNever } from '../../../shared/assert-never.ts';
import type {
  ConcreteChange,
  MissingCertificate,
  RecordChange,
  Target,
  TargetState,
  TrustChange,
  TrustValue,
} from '../../../shared/change.ts';
import { personalStore, settingsOf } from '../../../shared/facts.ts';
import { unknown } from '../../../shared/reading.ts';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import { certificateFacts, certificateValueOf } from '../certificate-facts.ts';
import { certificateNeeded } from '../certificate-needed.ts';
import { addCertificate, certificatesIn, removeCertificate } from './certificates.ts';
import type { StoredCertificate } from './certificates.ts';
import type { Folders } from './folders.ts';
import { constants } from './headers.ts';
import type { HttpSys } from './http-sys.ts';
import { keyAccess, setKeyAccess } from './key-access.ts';
import {
  createCertificate,
  createdCertificate,
  keyExists,
  removeCreatedCertificate,
} from './new-certificate.ts';
import type { Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** The store of trusted authorities. */
export const trustedStore: TrustValue['store'] = 'Root';

/** What a change works on. */
export interface ChangeableWindows {
  readonly win32: Win32;
  readonly httpSys: HttpSys;
  readonly folders: Pick<Folders, 'programData'>;
}

/** What stands at a target now. Throws `WindowsError`. */
export async function readTarget(
  { win32, httpSys, folders }: ChangeableWindows,
  target: Target,
): Promise<TargetState> {
  switch (target.kind) {
    case 'record': {
      const found = await httpSys.record(target.target.endpoint);
      if (found.kind === 'absent') return { kind: 'record', state: found };
      const value = { ...settingsOf(found.value), certificate: found.value.thumbprint };
      return { kind: 'record', state: { kind: 'present', value } };
    }
    case 'certificate': {
      const found = await createdCertificate(win32, target.target);
      if (found === null) {
        const begun = await keyExists(win32, target.target);
        return { kind: 'certificate', state: { kind: begun ? 'partly' : 'absent' } };
      }
      const value = certificateValueOf(certificateFacts({ ...found, key: unknown('NOT_ASKED', 'key') }));
      return { kind: 'certificate', state: { kind: 'present', value, thumbprint: found.thumbprint } };
    }
    case 'trust': {
      const isTrusted = (await findCertificate(win32, trustedStore, target.target.certificate)) !== null;
      return {
        kind: 'trust',
        state: isTrusted ? { kind: 'present', value: { store: trustedStore } } : { kind: 'absent' },
      };
    }
    case 'key-access': {
      const store = { win32, programData: folders.programData };
      return { kind: 'key-access', state: await keyAccess(store, target.target) };
    }
    default:
      return assertNever(target);
  }
}

/** The certificate that a change works with, when its store does not have it as needed. Throws `WindowsError`. */
export async function missingFor(
  { win32 }: Pick<ChangeableWindows, 'win32'>,
  change: ConcreteChange,
): Promise<MissingCertificate | null> {
  const needed = certificateNeeded(change);
  if (needed === null) return null;
  const { thumbprint, store } = needed;
  const found = await findCertificate(win32, store, thumbprint);
  if (found === null) return { thumbprint, store, what: 'certificate' };
  return needed.key === 'with-key' && found.key === null ? { thumbprint, store, what: 'private-key' } : null;
}

/** Makes the target what `after` says; done again it changes nothing more. Throws `WindowsError`. */
export async function applyChange(windows: ChangeableWindows, change: ConcreteChange): Promise<void> {
  switch (change.kind) {
    case 'record':
      await applyRecord(windows, change);
      return;
    case 'certificate':
      await (change.after.kind === 'present'
        ? createCertificate(windows.win32, change.target, change.after.value)
        : removeCreatedCertificate(windows.win32, change.target));
      return;
    case 'trust':
      await applyTrust(windows, change);
      return;
    case 'key-access': {
      const { win32, folders } = windows;
      await setKeyAccess({ win32, programData: folders.programData }, change.target, change.after.value);
      return;
    }
    default:
      assertNever(change);
  }
}

function applyRecord(
  { httpSys }: ChangeableWindows,
  { target, after }: RecordChange<Thumbprint>,
): Promise<void> {
  if (after.kind === 'absent') return httpSys.remove(target.endpoint);
  const { certificate, ...settings } = after.value;
  return httpSys.put({ ...settings, endpoint: target.endpoint, thumbprint: certificate });
}

async function applyTrust(
  { win32 }: ChangeableWindows,
  { target, after }: TrustChange<Thumbprint>,
): Promise<void> {
  if (after.kind === 'absent') {
    await removeCertificate(win32, trustedStore, target.certificate);
    return;
  }
  const own = await findCertificate(win32, personalStore, target.certificate);
  if (own === null) throw new WindowsError(`certificate ${target.certificate}`, constants.CRYPT_E_NOT_FOUND);
  // Made anew from its DER: a copy in Root has no key.
  await addCertificate(win32, { ...own, store: trustedStore, key: null });
}

async function findCertificate(
  win32: Win32,
  store: string,
  wanted: Thumbprint,
): Promise<StoredCertificate | null> {
  return (await certificatesIn(win32, store)).find(({ thumbprint }) => thumbprint === wanted) ?? null;
}
