import { assertNever } from '../../assert-never.ts';
import type { SafeNow } from '../../safe-now.ts';
import { startWords } from './start.ts';

/**
 * At the left of the bar: whether this window may be closed, and the server be left or restarted. A session over RDP
 * that is only disconnected goes on; signing out ends what runs in it, Setup included.
 */
export function safeText(now: SafeNow): string {
  switch (now.kind) {
    case 'at-rest':
      return `Safe to close, sign out or restart: ${atRestClause(now.changed)}.`;
    case 'changing':
      return 'Leave this window open; do not sign out or restart. Disconnecting a remote session is safe.';
    case 'setup-run-here':
      return 'Do not sign out or restart now; disconnecting a remote session is safe. Closing is asked about.';
    case 'setup-at-work':
      return 'Safe to close: Setup goes on. Do not sign out or restart; disconnecting a remote session is safe.';
    case 'setup-awaited':
      return 'Safe to close: nothing is under way here. Do not sign out or restart once Setup is started.';
    case 'not-opened':
      return startWords.safe;
    case 'open-elsewhere':
      return 'Safe to close this window. The other one may be at work: do not sign out or restart.';
    default:
      return assertNever(now);
  }
}

function atRestClause(changed: Extract<SafeNow, { kind: 'at-rest' }>['changed']): string {
  switch (changed.kind) {
    case 'nothing':
      return 'nothing has been changed yet';
    case 'changed':
      return 'what was changed stands, and is written down';
    case 'interrupted':
      return 'what was interrupted is settled when you go on';
    case 'taken-back':
      return 'everything that was changed has been taken back';
    default:
      return assertNever(changed);
  }
}
