import { assertNever } from '../../assert-never.ts';
import { inverse } from '../../change.ts';
import type { Change, CertificateRef, Presence, RecordValue } from '../../change.ts';
import type { Verification } from '../../events.ts';
import type { Done } from '../../rescue.ts';
import type { Work, WorkState } from '../../screens/work-rows.ts';
import { formatDuration } from '../duration.ts';
import { firstDigits, formatDay } from '../format.ts';
import type { Frame } from '../frame.ts';
import { changeTitle, notUndoneText } from './changes.ts';
import { accessText } from './key-access.ts';

/** What a row is about: a line, and what it changes in a second one. */
export function workText(work: Work, frame: Frame): { readonly title: string; readonly detail: string } {
  switch (work.kind) {
    case 'copies':
      return { title: 'Copy what is there', detail: 'certificate records, configuration, traces of Setup' };
    case 'change':
      return { title: changeTitle(work.change), detail: changeDetail(work.change, frame) };
    case 'undo':
      return { title: undoTitle(work.change), detail: changeDetail(inverse(work.change), frame) };
    case 'last-look':
      return { title: 'Look at the server again', detail: 'every binding, every fault' };
    default:
      return assertNever(work);
  }
}

/** The undo of one change while the others stay. */
export function undoOneWords(change: Change) {
  return {
    deed: `Undo change ${change.id}`,
    question: `Undo change ${change.id} alone?`,
    meaning: `${undoTitle(change)}. The other changes stay, and what was wrong there before comes back.`,
  } as const;
}

function undoTitle(change: Change): string {
  switch (change.kind) {
    case 'record':
      return change.before.kind === 'absent'
        ? `Take the certificate off ${change.target.site} (${change.target.endpoint})`
        : `Put the old certificate back on ${change.target.site} (${change.target.endpoint})`;
    case 'certificate':
      return 'Remove the certificate that was made, with its key';
    case 'trust':
      return 'Take back the trust in the certificate that was made';
    case 'key-access':
      return `Put back who may use the private key of the certificate ${firstDigits(change.target.certificate)}`;
    default:
      return assertNever(change);
  }
}

function changeDetail(change: Change, frame: Frame): string {
  switch (change.kind) {
    case 'record':
      return `${recordName(change.before, frame)} → ${recordName(change.after, frame)}`;
    case 'certificate':
      return certificateDetail(change, frame);
    case 'trust':
      return change.after.kind === 'present' ? 'not trusted → trusted' : 'trusted → not trusted';
    case 'key-access':
      return `${accessText(change.before.value.accessList)} → ${accessText(change.after.value.accessList)}`;
    default:
      return assertNever(change);
  }
}

function certificateDetail(
  { before, after }: Extract<Change, { kind: 'certificate' }>,
  frame: Frame,
): string {
  const made = after.kind === 'present' ? after : before;
  if (made.kind === 'absent') return 'not there';
  return `self-signed by ${made.value.netbiosName}, good until ${formatDay(made.value.notAfter, frame.utcOffsetMinutes)}`;
}

function recordName(presence: Presence<RecordValue>, frame: Frame): string {
  return presence.kind === 'absent' ? 'no certificate' : shortName(presence.value.certificate, frame);
}

/** The name with the first digits of the thumbprint: enough to tell two of the same name apart. */
function shortName(certificate: CertificateRef, frame: Frame): string {
  if (certificate.kind === 'created') return 'the new certificate';
  const name = frame.names.get(certificate.thumbprint);
  const digits = firstDigits(certificate.thumbprint);
  return name === undefined ? digits : `${name} (${digits})`;
}

/** How far a row is, in a word, and what more there is to know of it. */
export function workStateText(state: WorkState): { readonly word: string; readonly more: string } {
  switch (state.kind) {
    case 'waiting':
      return { word: 'Waiting', more: '' };
    case 'writing-down':
      return { word: 'Writing down', more: 'before it is made' };
    case 'changing':
      return { word: 'Changing', more: 'and checking it' };
    case 'working':
      return { word: 'At work', more: '' };
    case 'done':
      return doneText(state.done);
    case 'not-done':
      return { word: 'Not begun', more: '' };
    case 'in-doubt':
      return { word: 'In doubt', more: 'it was interrupted here' };
    case 'stopped':
      return { word: 'Stopped here', more: '' };
    case 'still-stands':
      return { word: 'Still stands', more: '' };
    case 'taking-back':
      return { word: 'Taking back', more: '' };
    case 'taken-back':
      return { word: 'Taken back', more: '' };
    case 'not-taken-back':
      return { word: 'Not taken back', more: 'see why below' };
    default:
      return assertNever(state);
  }
}

/** Milliseconds. What is shorter would be told as no time at all. */
const atOnce = 50;

function doneText(done: Done | null): { readonly word: string; readonly more: string } {
  if (done === null) return { word: 'Done', more: '' };
  const more = verifiedWord(done.verification);
  if (done.how === 'already-there') return { word: 'Was so before', more };
  if (done.how === 'settled' || done.since === null) return { word: 'Found done', more };
  const took = Date.parse(done.at) - Date.parse(done.since);
  return { word: took < atOnce ? 'Done at once' : `Done in ${formatDuration(took)}`, more };
}

function verifiedWord(verification: Verification): string {
  switch (verification.kind) {
    case 'served':
      return 'read back, and served';
    case 'nothing-listens':
      return 'read back; nothing listens';
    case 'no-handshake':
      return 'read back; no handshake';
    case 'read-back':
      return 'read back';
    default:
      return assertNever(verification);
  }
}

/** A change that an undo could not take back, and why. */
export function notTakenBackText(
  change: Change,
  state: Extract<WorkState, { kind: 'not-taken-back' }>,
): string {
  return `${changeTitle(change)}: ${notUndoneText(state.because)}`;
}
