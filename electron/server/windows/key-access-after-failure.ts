import type { KeyAccess } from '../../../shared/facts.ts';
import { constants } from './headers.ts';
import { codeText } from './windows-error.ts';

/** Codes that say no to this administrator. */
const refusals: readonly string[] = [
  codeText(constants.ERROR_ACCESS_DENIED),
  codeText(constants.E_ACCESSDENIED),
  codeText(constants.NTE_PERM),
];

/**
 * What it says of a private key that a call failed which opens it, or signs with it; `null` when it says nothing of the
 * key, such as that its provider is not there. NTE_BAD_KEYSET is said of a key that is not there, and of one that is and
 * may not be opened: its file tells which.
 * @param code as `WindowsError` writes it
 */
export function accessAfterFailure(code: string, file: 'found' | 'not-found'): KeyAccess | null {
  if (refusals.includes(code)) return { kind: 'refused', deed: 'open', code };
  if (code === codeText(constants.NTE_NO_KEY)) return { kind: 'lost', code };
  if (code !== codeText(constants.NTE_BAD_KEYSET)) return null;
  return file === 'found' ? { kind: 'refused', deed: 'open', code } : { kind: 'lost', code };
}
