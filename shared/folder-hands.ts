import { accounts, allowedIn, ownerOf, partsOf } from './security-descriptor.ts';

/** Whose hands are in a folder, besides ours. */
export type Hands =
  | { readonly kind: 'ours-alone' }
  /** By its security identifier. */
  | { readonly kind: 'of-another'; readonly owner: string }
  | { readonly kind: 'open-to-others'; readonly who: readonly string[] }
  | { readonly kind: 'not-understood' };

/**
 * FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_WRITE_EA, FILE_DELETE_CHILD, FILE_WRITE_ATTRIBUTES, DELETE, WRITE_DAC and
 * WRITE_OWNER: what it takes to change what lies in a folder, or to come to that.
 */
const writing = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x1_0000 | 0x4_0000 | 0x8_0000;

/**
 * Who owns a folder, and who may write in it, now or in what is made there later.
 * @param descriptor in SDDL, with owner and access list
 * @param ours the security identifiers that are trusted besides Administrators and SYSTEM
 */
export function handsIn(descriptor: string, ours: readonly string[]): Hands {
  const trusted: readonly string[] = [accounts.administrators, accounts.system, ...ours];
  const owner = ownerOf(descriptor);
  const allowed = allowedIn(partsOf(descriptor).accessList);
  if (owner === null || allowed === null) return { kind: 'not-understood' };
  if (!trusted.includes(owner)) return { kind: 'of-another', owner };
  // What is made there is made by those who may, and owned by them.
  const harmless = [...trusted, accounts.creatorOwner, accounts.ownerRights];
  const others = allowed.filter(({ rights, sid }) => (rights & writing) !== 0 && !harmless.includes(sid));
  const who = [...new Set(others.map(({ sid }) => sid))];
  return who.length === 0 ? { kind: 'ours-alone' } : { kind: 'open-to-others', who };
}
