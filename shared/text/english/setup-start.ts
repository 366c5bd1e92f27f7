import { assertNever } from '../../assert-never.ts';
import type { SetupNotStarted } from '../../setup-start.ts';
import { becauseText } from './codes.ts';

/** Why Setup was not started, or came to nothing, and what to do. */
export function setupNotStartedText(because: SetupNotStarted): string {
  switch (because.kind) {
    case 'in-the-way':
      return 'Something is in its way now: “Before it runs” says what, and what to do. Nothing was started.';
    case 'not-there':
      return `${because.path} cannot be reached (${becauseText(because.because)}). Put the media of the same or a newer update there, then start again. Nothing was started.`;
    case 'not-a-whole-path':
      return `The log names ${because.path}, and this program starts only what lies on a drive of this server, or on a share. ${byHand}`;
    case 'leads-elsewhere':
      return `${because.path} leads to ${because.to}, and this program follows no links and no drives that stand for another place. ${byHand}`;
    case 'not-signed':
      return `${because.path} is not signed. Setup of Exchange is signed by Microsoft: take the media from Microsoft anew. ${nothing}`;
    case 'signature-broken':
      return `${because.path} has been changed since it was signed, or was not copied whole. Take the media from Microsoft anew, and do not run this file. ${nothing}`;
    case 'signed-by-other':
      return `${because.path} is signed by ${because.signer}, and not by Microsoft Corporation. Take the media from Microsoft anew, and do not run this file. ${nothing}`;
    case 'not-judged':
      return `Windows does not say whether the signature of ${because.path} is good (${becauseText(because.because)}). ${byHand}`;
    case 'replaced':
      return `Another file lies at ${because.path} than the one you confirmed. Nothing was started. Find out who has put it there, then start again.`;
    case 'not-created':
      return `Windows did not start ${because.path} (${becauseText(because.because)}). ${byHand}`;
    case 'ended-at-once':
      return `It ended with ${statusText(because.status)} and wrote nothing into its log. Copy the command and run it in a console run as administrator: there it says why.`;
    default:
      return assertNever(because);
  }
}

const nothing = 'Nothing was started.';
const byHand = `${nothing} If you know that the media are good, copy the command and run it yourself.`;

/** As Windows writes it: what is no small number is one of its own codes. */
function statusText(status: number): string {
  return status > 0xffff ? `0x${status.toString(16).toUpperCase()}` : String(status);
}
