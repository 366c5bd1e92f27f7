import { assertNever } from '../../assert-never.ts';
import type { Target } from '../../change.ts';
import type { StopReason } from '../../events.ts';
import type { Asked, Waiting } from '../../waiting.ts';
import { formatDuration } from '../duration.ts';
import { firstDigits } from '../format.ts';

/** What is waited for, and that it has an end. @param waited milliseconds until now */
export function waitingText({ asked, limit }: Waiting, waited: number): string {
  const whole = Math.floor(Math.max(0, waited) / 1000) * 1000;
  return `Waiting for the server: ${deedText(asked)}, ${formatDuration(whole)} (gives up after ${formatDuration(limit)})`;
}

function deedText(asked: Asked): string {
  switch (asked.kind) {
    case 'inspect':
      return 'looking at everything';
    case 'read':
      return `reading ${targetText(asked.target)}`;
    case 'apply':
      return `changing ${targetText(asked.target)}`;
    case 'served':
      return `a TLS handshake with ${asked.endpoint}`;
    case 'tidy':
      return 'taking away what a change that was cut off has left';
    case 'close':
      return 'giving back what was opened';
    default:
      return assertNever(asked);
  }
}

function targetText(target: Target): string {
  switch (target.kind) {
    case 'record':
      return `the certificate record of ${target.target.endpoint}`;
    case 'certificate':
      return 'the new certificate and its key';
    case 'trust':
      return 'the trust in the certificate (LocalMachine\\Root)';
    case 'key-access':
      return `who may use the private key of the certificate ${firstDigits(target.target.certificate)}`;
    default:
      return assertNever(target);
  }
}

/** A change that was asked for and not answered: what is known, and what to do now. */
export function noAnswerText({
  changeId,
  asked,
  waited,
}: Extract<StopReason, { kind: 'no-answer' }>): string {
  return (
    `Stopped at change ${changeId}: the server was asked to change ${targetText(asked)} ${formatDuration(waited)} ago and has not answered. ` +
    'It may still do it, so nothing else is touched. Wait a minute or two, then continue: it is read again what became of it. ' +
    'Or look here by hand. Where it never answers, end this program and start it again: it goes on from here.'
  );
}
