import { assertNever } from '../../assert-never.ts';
import type { ChangedSoFar } from '../../screens/changed-so-far.ts';
import type { DiagnoseScreen, Ours } from '../../screens/diagnose-screen.ts';
import type { FailureClass } from '../../setup-log/verdict.ts';
import { count, formatDistance, formatTime } from '../format.ts';

export const diagnoseWords = {
  blocks: 'What stands in the way',
  faults: 'What is wrong',
  unknown: 'What is not known',
  warnings: 'Worth knowing',
  notes: (amount: number) => `Also found: ${count(amount, 'note')}`,
  wrote: 'What Setup wrote',
  wroteLabel: 'Quoted from ExchangeSetup.log',
  stoppedAt: 'What Setup stopped at',
  readOn: 'Where to read on',
  search: 'What to search for in the log',
  beforeUpdate: 'Before the next update',
  lookAgain: 'Look again',
  looking: 'The server is being looked at.',
  lookingNow: 'Looking …',
  saveFound: 'Save what was found',
  saveReport: 'Save the report',
  choose: 'Choose the certificate',
  runSetup: 'Run Setup again',
  scenario: 'Practice scenario',
  switchScenario: 'Switch the practice scenario',
  openScenario: 'Open this scenario',
} as const;

/**
 * The verdict, as the title: two lines in a small window.
 * @param at ISO 8601, UTC: dates are said relative to it
 */
export function diagnoseTitle(screen: DiagnoseScreen, at: string): string {
  switch (screen.kind) {
    case 'ours':
      return oursTitle(screen, at);
    case 'blocked':
      return 'A certificate is the cause, and something stands in the way of replacing it';
    case 'not-ours':
      return notOursTitle(screen.class);
    case 'run-setup-again':
      return screen.since === 'failed-again'
        ? 'Setup stopped at a certificate again, although those that are bound are good'
        : 'The certificates are good now, and Setup can be run again';
    case 'nothing-to-do':
      return 'Nothing has to be repaired';
    case 'setup-running':
      return 'Setup is running now';
    case 'cannot-tell':
      return 'It cannot be told yet whether a certificate is the cause';
    default:
      return assertNever(screen);
  }
}

/** How fresh the picture is. */
export function lookedAtText(takenAt: string, utcOffsetMinutes: number): string {
  return `Looked at on ${formatTime(takenAt, utcOffsetMinutes)}.`;
}

/** Why, and what follows from it, in a sentence or three. */
export function diagnoseLead(screen: DiagnoseScreen): string {
  switch (screen.kind) {
    case 'ours':
      return oursLead(screen).join(' ');
    case 'blocked':
      return 'Nothing can be planned before that is put right. What to do is said below; then look again.';
    case 'not-ours':
      return [
        notOursLead(screen.class),
        ...(screen.bindings === 'all-good' ? ['The certificates of the web sites are good.'] : []),
      ].join(' ');
    case 'run-setup-again':
      return screen.since === 'failed-again'
        ? 'Binding one again would not cure it. A task or a service may have bound another certificate while Setup ran: switch such ones off. Then run Setup again and have it followed here: a binding that is changed meanwhile is told at once.'
        : 'Setup had stopped at a certificate. Those that are bound now are good, so there is nothing to change here.';
    case 'nothing-to-do':
      return [nothingToDoLead(screen.logClass), expiringLead(screen.expiring)].join(' ');
    case 'setup-running':
      return 'Nothing is changed while it works. Wait for its end, then look again.';
    case 'cannot-tell':
      return 'Something that decides could not be read, or stands in the way. It is named below: put it right, then look again.';
    default:
      return assertNever(screen);
  }
}

/** What Setup stopped at, or would stop at: the site, and since when where that is known. */
function oursTitle(screen: Ours, at: string): string {
  const { cause, setup } = screen;
  const what = causeClause(screen, at);
  if (setup === 'stopped') return `Setup stopped because ${what}`;
  // Of the others it is not known whether Setup would notice: that they are of no use is enough.
  const wouldStop = cause === 'expired' || cause === 'not-yet-valid' || cause === 'key';
  return wouldStop ? `Setup would stop: ${what}` : `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
}

function causeClause({ cause, blamed: { site, notValid } }: Ours, at: string): string {
  switch (cause) {
    case 'expired':
    case 'not-yet-valid':
    case 'back-end':
      return notValid === null
        ? `${site} has no good certificate`
        : `the certificate on ${site} ${notValidClause(notValid, at)}`;
    case 'key':
      return `it cannot use the private key for ${site}`;
    case 'no-certificate':
      return `${site} has no certificate that it can use`;
    default:
      return assertNever(cause);
  }
}

function notValidClause(notValid: string, at: string): string {
  const verb = Date.parse(notValid) <= Date.parse(at) ? 'expired' : 'begins only';
  return `${verb} ${formatDistance(notValid, at)}`;
}

function oursLead({ cause, setup, faulty, covered, remedy, undo }: Ours): readonly string[] {
  const which =
    faulty === covered
      ? `All ${String(covered)} bindings are affected.`
      : `${String(faulty)} of the ${String(covered)} bindings ${faulty === 1 ? 'is' : 'are'} affected.`;
  const effect =
    cause === 'back-end' && setup === 'would-stop'
      ? ['OWA and ECP stay blank, and EMS and Outlook cannot connect.']
      : [];
  return [which, ...effect, remedy === 'at-hand' ? atHand(undo) : toBeMade(undo)];
}

function atHand(undo: Ours['undo']): string {
  return undo === 'whole'
    ? 'A good certificate is on this server already. Binding it takes about a minute, and can be undone.'
    : 'A good certificate is on this server already. Binding it takes about a minute; what an undo could not bring back is said before.';
}

function toBeMade(undo: Ours['undo']): string {
  return undo === 'whole'
    ? 'Exchange has no good certificate of its own on this server, so a new one is made. That takes about a minute, and can be undone.'
    : 'Exchange has no good certificate of its own on this server, so a new one is made. That takes about a minute; what an undo could not bring back is said before.';
}

function notOursTitle(failure: FailureClass): string {
  switch (failure) {
    case 'internal-transport-certificate':
      return 'This is not the certificate of the web sites';
    case 'other-certificate-step':
      return 'Setup stopped at a certificate step, and no binding is to blame';
    case 'not-a-certificate-failure':
    case 'certificate-expired':
    case 'private-key-inaccessible':
    case 'back-end-certificate':
    case 'setup-succeeded':
    case 'setup-running':
    case 'no-failure-found':
      return 'This is not the certificate';
    default:
      return assertNever(failure);
  }
}

function notOursLead(failure: FailureClass): string {
  switch (failure) {
    case 'internal-transport-certificate':
      return 'Setup stopped at the certificate for mail transport between servers (SMTP), which the bindings of IIS have no part in. Binding another one would not cure it.';
    case 'other-certificate-step':
      return 'Nothing shows that binding another certificate would cure it.';
    case 'not-a-certificate-failure':
    case 'certificate-expired':
    case 'private-key-inaccessible':
    case 'back-end-certificate':
    case 'setup-succeeded':
    case 'setup-running':
    case 'no-failure-found':
      return 'Setup stopped at something else, and binding another certificate would not cure it.';
    default:
      return assertNever(failure);
  }
}

/** What the check before an update comes to. */
function expiringLead(expiring: number): string {
  if (expiring === 0) return 'None of the certificates in use expires within 60 days.';
  const which =
    expiring === 1 ? 'One certificate in use expires' : `${String(expiring)} certificates in use expire`;
  return `${which} within 60 days, or ${expiring === 1 ? 'has' : 'have'} expired: see below.`;
}

function nothingToDoLead(logClass: FailureClass | null): string {
  switch (logClass) {
    case 'setup-succeeded':
      return 'Every certificate that IIS is bound to is good, and Setup has ended successfully.';
    case 'setup-running':
      return "Every certificate that IIS is bound to is good. Setup's log shows a run that has not come to its end.";
    case 'no-failure-found':
    case 'certificate-expired':
    case 'private-key-inaccessible':
    case 'back-end-certificate':
    case 'internal-transport-certificate':
    case 'other-certificate-step':
    case 'not-a-certificate-failure':
    case null:
      return "Every certificate that IIS is bound to is good, and Setup's log shows nothing that they would cure.";
    default:
      return assertNever(logClass);
  }
}

/** What this program has changed before, on the screen that looks at the server anew; `null` when it changed nothing. */
export function standingText(
  changed: ChangedSoFar,
): { readonly title: string; readonly text: string } | null {
  switch (changed.kind) {
    case 'nothing':
    case 'being-changed':
    case 'being-taken-back':
      return null;
    case 'changed':
      return {
        title: `${count(changed.changes, 'change')} made by this program ${changed.changes === 1 ? 'stands' : 'stand'}`,
        text: 'The server is shown as it is now, with what was changed before. A new plan goes on from there; an undo takes back what can be taken back.',
      };
    case 'interrupted':
      return {
        title: 'A change was interrupted',
        text: 'Whether it stands is settled when the recovery goes on, or is undone.',
      };
    case 'taken-back':
      return {
        title: 'Everything that this program changed was taken back',
        text: 'The server is as it was found, with what was wrong then.',
      };
    default:
      return assertNever(changed);
  }
}
