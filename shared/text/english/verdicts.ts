import { assertNever } from '../../assert-never.ts';
import type { Diagnosis } from '../../diagnosis.ts';
import type { Rerun } from '../../rerun.ts';
import type { FailureClass, SetupVerdict } from '../../setup-log/verdict.ts';
import { count, formatThumbprint, formatTime, list } from '../format.ts';
import { classClause } from './failure-class.ts';
import { logLineText } from './log-line.ts';

/** What is wrong with the server, in one sentence. */
export function verdictText({ verdict }: Diagnosis): string {
  switch (verdict.kind) {
    case 'ours':
      return oursText(verdict.class);
    case 'not-ours':
      return notOursText(verdict.class);
    case 'nothing-to-do':
      return 'The certificates that IIS is bound to are good. There is nothing to repair.';
    case 'setup-running':
      return 'Setup is running. Nothing can be said before it has ended.';
    case 'cannot-tell':
      return 'It cannot be told yet whether a certificate is the cause: something that decides could not be read, or stands in the way.';
    default:
      return assertNever(verdict);
  }
}

function notOursText(failure: FailureClass): string {
  switch (failure) {
    case 'other-certificate-step':
      return `${capitalised(classClause(failure))}: the certificates that are bound now are good.`;
    case 'internal-transport-certificate':
      return `This is not the certificate of the web sites: ${classClause(failure)}. Binding another one would not cure it.`;
    case 'not-a-certificate-failure':
    case 'certificate-expired':
    case 'private-key-inaccessible':
    case 'back-end-certificate':
    case 'setup-succeeded':
    case 'setup-running':
    case 'no-failure-found':
      return 'This is not the certificate. Setup stopped at something else, and binding another certificate would not cure it.';
    default:
      return assertNever(failure);
  }
}

function oursText(failure: FailureClass): string {
  switch (failure) {
    case 'certificate-expired':
      return 'A certificate that IIS is bound to is not valid now, and Setup cannot finish with it.';
    case 'private-key-inaccessible':
      return 'Setup cannot use the private key of the certificate that IIS is bound to, and cannot finish with it.';
    case 'back-end-certificate':
      return 'Exchange Back End has no certificate it can use, so OWA, ECP and EMS are down.';
    case 'internal-transport-certificate':
    case 'other-certificate-step':
    case 'not-a-certificate-failure':
    case 'setup-succeeded':
    case 'setup-running':
    case 'no-failure-found':
      return 'A binding of IIS has no certificate that Setup could use.';
    default:
      return assertNever(failure);
  }
}

/** What a log says, for somebody who has only the log. */
export function logVerdictText(verdict: SetupVerdict): string {
  const { failure } = verdict;
  const sentences = [`${capitalised(classClause(verdict.class))}.`];
  if (failure?.thumbprint != null)
    sentences.push(`The certificate is ${formatThumbprint(failure.thumbprint)}.`);
  if (verdict.hiddenBy.length > 0) sentences.push('Later runs stopped before they came to it, and hide it.');
  if (verdict.ours) sentences.push('Binding a good certificate to IIS cures it.');
  else if (failure !== null && failure.class !== 'other-certificate-step') {
    sentences.push('Binding another certificate would not cure it.');
  }
  return sentences.join(' ');
}

/** How many later runs are told one by one; they say much the same. */
const toldOneByOne = 3;

/** The later runs of Setup that stopped before they came to the cause, newest first. */
export function hidingTexts({ hiddenBy }: SetupVerdict, utcOffsetMinutes: number): readonly string[] {
  const more = hiddenBy.length - toldOneByOne;
  return [
    ...hiddenBy.slice(0, toldOneByOne).map((hiding) => hidingText(hiding, utcOffsetMinutes)),
    ...(more > 0 ? [`at least ${count(more, 'more run')} before`] : []),
  ];
}

function hidingText({ run, outcome }: SetupVerdict['hiddenBy'][number], utcOffsetMinutes: number): string {
  const when =
    run.startedAt === null ? 'a later run' : `the run of ${formatTime(run.startedAt, utcOffsetMinutes)}`;
  switch (outcome.kind) {
    case 'blocked':
      return `${when}, which was stopped before it came to this (${list(outcome.rules)}; ${logLineText(outcome.quote.line)})`;
    case 'abandoned':
      return `${when}, which was closed before it came to this`;
    case 'succeeded':
    case 'failed':
    case 'open':
      return when;
    default:
      return assertNever(outcome);
  }
}

export function rerunText(rerun: Rerun): string {
  switch (rerun.kind) {
    case 'command':
      return 'In an elevated Command Prompt (not PowerShell), with the media in its place:';
    case 'wizard':
      return `The role ${rerun.role} waits to be resumed at its watermark, which only the wizard does. Start it elevated, without switches:`;
    case 'media-unknown':
      return "Setup's log does not say where the media was. Start setup.exe from the media of the same or a newer update, elevated.";
    case 'media-is-installed-copy':
      return `The log names the installed copy (${rerun.media}), which is no media. Start setup.exe from the media of the same or a newer update, elevated.`;
    case 'media-cannot-be-typed':
      return `The path of the media (${rerun.media}) holds characters that the Command Prompt would read as its own, so no command is shown. Start setup.exe from the media of the same or a newer update, elevated.`;
    default:
      return assertNever(rerun);
  }
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
