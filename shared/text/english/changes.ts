import { assertNever } from '../../assert-never.ts';
import type {
  Change,
  CertificateRef,
  MissingCertificate,
  Presence,
  RecordValue,
  TargetState,
} from '../../change.ts';
import type { NotUndone, StopReason, Verification } from '../../events.ts';
import type { PlannedChange } from '../../plan-shape.ts';
import { wasBegun } from '../../rescue.ts';
import type { Rescue, Step } from '../../rescue.ts';
import { formatDay, formatThumbprint, list } from '../format.ts';
import { becauseText, codeClause } from './codes.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { accessText, keyAccessTitle } from './key-access.ts';
import { noAnswerText } from './waiting.ts';

/** What a change does, as a title. */
export function changeTitle(change: Change): string {
  switch (change.kind) {
    case 'record':
      return `Bind the certificate on ${change.target.site} (${change.target.endpoint})`;
    case 'certificate':
      return 'Create a new self-signed certificate "Microsoft Exchange", with its key inside Windows';
    case 'trust':
      return 'Trust the new certificate on this server (LocalMachine\\Root)';
    case 'key-access':
      return keyAccessTitle(change);
    default:
      return assertNever(change);
  }
}

/** The two ends of a change, in words. */
export function beforeAndAfter(
  change: Change,
  frame: Frame,
): { readonly before: string; readonly after: string } {
  switch (change.kind) {
    case 'record':
      return { before: recordText(change.before, frame), after: recordText(change.after, frame) };
    case 'certificate':
      return {
        before: 'not there',
        after:
          change.after.kind === 'present'
            ? `CN=${change.after.value.netbiosName}, for ${list([change.after.value.netbiosName, change.after.value.fullyQualifiedName])}, good until ${formatDay(change.after.value.notAfter, frame.utcOffsetMinutes)}`
            : 'not there',
      };
    case 'trust':
      return { before: 'not trusted', after: 'trusted' };
    case 'key-access':
      return {
        before: accessText(change.before.value.accessList),
        after: accessText(change.after.value.accessList),
      };
    default:
      return assertNever(change);
  }
}

function recordText(presence: Presence<RecordValue>, frame: Frame): string {
  return presence.kind === 'absent' ? 'no certificate' : refText(presence.value.certificate, frame);
}

function refText(certificate: CertificateRef, frame: Frame): string {
  return certificate.kind === 'thumbprint'
    ? certificateText(certificate.thumbprint, frame)
    : `the certificate made by change ${certificate.createdBy}`;
}

export function undoText(change: PlannedChange): string {
  switch (change.undo.kind) {
    case 'restores-before':
      if (change.kind === 'key-access') return 'puts the old list back, as it was read';
      return change.before.kind === 'absent'
        ? 'removes exactly what this change made'
        : 'puts the old value back, field by field';
    case 'ends-at-last-working':
      return 'is not possible: Windows would not take the old record back';
    default:
      return assertNever(change.undo.kind);
  }
}

export function verificationText(verification: Verification): string {
  switch (verification.kind) {
    case 'served':
      return `read back, and served in a TLS handshake (${formatThumbprint(verification.thumbprint)})`;
    case 'nothing-listens':
      return 'read back; nothing listens there now, so no handshake was possible';
    case 'no-handshake':
      return `read back; no handshake came about (${codeClause(verification.because.code)})`;
    case 'read-back':
      return 'read back';
    default:
      return assertNever(verification);
  }
}

/**
 * Why an undo stopped: what happened, and what to do now.
 * @param rescues whose changes are told: which are taken back, and which are not
 */
export function undoStopText(because: StopReason, rescues: readonly Rescue[]): string {
  if (because.kind !== 'asked') return stopText(because);
  const named = (which: (step: Step) => boolean) =>
    rescues.toReversed().flatMap(({ number, steps }) =>
      steps
        .filter(which)
        .map(({ change }) => (rescues.length === 1 ? change.id : `${String(number)}/${change.id}`))
        .toReversed(),
    );
  const back = named(({ progress }) => progress.kind === 'undone');
  const stands = named(wasBegun);
  return `The undo was stopped on request, and nothing is half taken back. Taken back: ${changesClause(back)}. Not taken back: ${changesClause(stands)}. Continue the undo, or start over from how it stands.`;
}

function changesClause(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  return `${ids.length === 1 ? 'change' : 'changes'} ${list(ids)}`;
}

/** Why a rescue stopped: what happened, and what to do now. */
export function stopText(because: StopReason): string {
  switch (because.kind) {
    case 'moved':
      return `Change ${because.changeId} was not made: the server is not as it was when the plan was shown. There is now: ${foundText(because.found)}. Start over: the server is looked at again, and planned for as it is now. What was done before stands until it is undone.`;
    case 'certificate-missing':
      return `Change ${because.changeId} was not begun: ${missingClause(because.missing)}, so Windows would not serve it. Put it back and continue, or undo what was done, look again and choose another certificate.`;
    case 'unreadable':
      return `Change ${because.changeId} cannot be judged: what stands there could not be read (${becauseText(because.because)}). Continue to read it again, or undo.`;
    case 'setup-running':
      return 'Setup is running now. Nothing is changed while it works: wait for its end, then continue or undo.';
    case 'asked':
      return 'It was stopped on request. What was done is done and verified, and nothing is half done. Continue, or undo.';
    case 'refused':
      return `Change ${because.changeId} was refused by the server (${becauseText(because.because)}). The server is as before this change. Continue to try again, or undo.`;
    case 'uncertain':
      return `After change ${because.changeId} the server is neither as before nor as planned. There is now: ${foundText(because.found)}${because.refusal === null ? '' : ` (${becauseText(because.refusal)})`}. Look here by hand, then continue or undo.`;
    case 'no-answer':
      return noAnswerText(because);
    case 'served-otherwise':
      return because.served.kind === 'certificate'
        ? `Change ${because.changeId} is in place, but the endpoint serves another certificate (${formatThumbprint(because.served.thumbprint)}). Another record comes before it: correct that one, then continue, or undo.`
        : `Change ${because.changeId} is in place, but no TLS handshake comes about (${becauseText(because.served.because)}). Look into the System log (events 15021 and 36870), then continue, or undo.`;
    case 'backup-failed':
      return `The backup could not be made (${becauseText(because.because)}), so nothing was changed. Correct that, then continue.`;
    case 'still-faulty':
      return `Every change was made, and ${list(because.endpoints)} still ${because.endpoints.length === 1 ? 'has' : 'have'} a fault. Look again to see which, then continue, or undo.`;
    case 'blocked-meanwhile':
      return `Every change was made, and something has come up that blocks (${list(because.by)}). Look again: it says what to do. Then continue, or undo.`;
    case 'not-seen-again':
      return `Every change was made, and the server could not be looked at again (${becauseText(because.because)}). Continue to look again, or undo.`;
    default:
      return assertNever(because);
  }
}

function missingClause({ thumbprint, store, what }: MissingCertificate): string {
  const named = `the certificate ${formatThumbprint(thumbprint)}`;
  switch (what) {
    case 'certificate':
      return `${named} is not in the store ${store} any more`;
    case 'private-key':
      return `${named} in the store ${store} has no private key any more`;
    default:
      return assertNever(what);
  }
}

export function notUndoneText(because: NotUndone): string {
  switch (because.kind) {
    case 'would-not-be-taken-back':
      return 'Windows would not take the old record back: its certificate or key is lost. The new one stays.';
    case 'moved':
      return `somebody changed it since, so it was left alone. There is now: ${foundText(because.found)}.`;
    case 'unreadable':
      return `what stands there could not be read (${becauseText(because.because)}).`;
    case 'refused':
      return `the server refused (${becauseText(because.because)}).`;
    case 'in-use':
      return `the certificate still serves ${list(because.endpoints)}, so it stays.`;
    default:
      return assertNever(because);
  }
}

/** What stands at a target, as a clause. */
function foundText(found: TargetState): string {
  switch (found.kind) {
    case 'record':
      return found.state.kind === 'absent'
        ? 'no certificate'
        : `the certificate ${formatThumbprint(found.state.value.certificate)}`;
    case 'certificate':
      return { absent: 'no certificate', partly: 'a key without its certificate', present: 'a certificate' }[
        found.state.kind
      ];
    case 'trust':
      return found.state.kind === 'absent' ? 'no trust' : 'trust';
    case 'key-access':
      return found.state.kind === 'absent' ? 'no key file' : accessText(found.state.value.accessList);
    default:
      return assertNever(found);
  }
}
