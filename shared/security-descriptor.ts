/** One entry of an access list that speaks of the thing itself. */
export interface AccessEntry {
  readonly kind: 'allow' | 'deny';
  /** The bits of an access mask, generic ones already those of a file. */
  readonly rights: number;
  readonly sid: string;
}

/** No list at all lets everybody do everything; a list without entries lets nobody in. */
export type AccessList =
  { readonly kind: 'none' } | { readonly kind: 'list'; readonly entries: readonly AccessEntry[] };

/** Accounts by their security identifiers, since names are translated. */
export const accounts = {
  everyone: 'S-1-1-0',
  authenticatedUsers: 'S-1-5-11',
  system: 'S-1-5-18',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
} as const;

/** FILE_LIST_DIRECTORY and FILE_ADD_FILE: what it takes to find a file in a folder, and to make one. */
export const listAndAdd = 0x3;

/** SDDL's short names. Those of a domain's own accounts have no fixed identifier, and stay as they are. */
const shortNames: Readonly<Record<string, string>> = {
  WD: accounts.everyone,
  AU: accounts.authenticatedUsers,
  SY: accounts.system,
  BA: accounts.administrators,
  BU: accounts.users,
  BG: 'S-1-5-32-546',
  PU: 'S-1-5-32-547',
  BO: 'S-1-5-32-551',
  LS: 'S-1-5-19',
  NS: 'S-1-5-20',
  NU: 'S-1-5-2',
  IU: 'S-1-5-4',
  SU: 'S-1-5-6',
  AN: 'S-1-5-7',
  CO: 'S-1-3-0',
  CG: 'S-1-3-1',
  OW: 'S-1-3-4',
};

const rightNames: Readonly<Record<string, number>> = {
  ...{ GA: 0x1000_0000, GX: 0x2000_0000, GW: 0x4000_0000, GR: 0x8000_0000 },
  ...{ FA: 0x1f_01ff, FR: 0x12_0089, FW: 0x12_0116, FX: 0x12_00a0 },
  ...{ SD: 0x1_0000, RC: 0x2_0000, WD: 0x4_0000, WO: 0x8_0000 },
  ...{ CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100 },
};

/** What a generic right means for a file. */
const genericRights = [
  [0x1000_0000, 0x1f_01ff],
  [0x2000_0000, 0x12_00a0],
  [0x4000_0000, 0x12_0116],
  [0x8000_0000, 0x12_0089],
] as const;

/** `O:SYD:PAI(A;;FA;;;BA)` in its owner and its access list, each as SDDL; `null` and empty where it has none. */
export function partsOf(descriptor: string): { readonly owner: string | null; readonly accessList: string } {
  const pattern = /^(?:O:(?<owner>S-[-\d]+|[A-Z]{2}))?(?:G:(?:S-[-\d]+|[A-Z]{2}))?(?<list>D:.*)?$/s;
  const found = pattern.exec(descriptor)?.groups;
  return { owner: found?.['owner'] ?? null, accessList: found?.['list'] ?? '' };
}

/** The security identifier of the owner; `null` where there is none. */
export function ownerOf(descriptor: string): string | null {
  const { owner } = partsOf(descriptor);
  return owner === null ? null : identifierOf(owner);
}

/** An access list out of its SDDL (`D:…`); `null` when it is not understood. */
export function parseAccessList(sddl: string): AccessList | null {
  if (/^D:[A-Z]*NO_ACCESS_CONTROL$/.test(sddl)) return { kind: 'none' };
  const match = /^D:(?:P|AR|AI)*(?<entries>(?:\([^()]*\))*)$/.exec(sddl);
  if (match === null) return null;
  const entries: AccessEntry[] = [];
  for (const [, fields = ''] of (match.groups?.['entries'] ?? '').matchAll(/\(([^()]*)\)/g)) {
    const [type = '', flags = '', rights = '', , , sid = ''] = fields.split(';');
    const mask = rightsIn(rights);
    if (mask === null || sid === '') return null;
    const kind = type === 'A' ? 'allow' : type === 'D' ? 'deny' : null;
    // Other types are for audits and directories; IO: it speaks of what lies below, not of the thing itself.
    if (kind === null || /^(?:..)*IO/.test(flags)) continue;
    entries.push({ kind, rights: mask, sid: identifierOf(sid) });
  }
  return { kind: 'list', entries };
}

/** What somebody may do who is all of these accounts: for each right the first entry that names it decides. */
export function rightsGranted(list: AccessList, identities: readonly string[]): number {
  const everything = 0x1f_01ff;
  if (list.kind === 'none') return everything;
  let [granted, denied] = [0, 0];
  for (const { kind, rights, sid } of list.entries) {
    if (!identities.includes(sid)) continue;
    if (kind === 'allow') granted |= rights & ~denied;
    else denied |= rights & ~granted;
  }
  return granted >>> 0;
}

function identifierOf(sid: string): string {
  return shortNames[sid] ?? sid;
}

function rightsIn(text: string): number | null {
  if (/^(?:0x[0-9a-f]+|\d+)$/i.test(text)) return asOfFile(Number(text));
  const names = text.match(/../g) ?? [];
  if (names.join('') !== text) return null;
  let mask = 0;
  for (const name of names) {
    const right = rightNames[name];
    if (right === undefined) return null;
    mask |= right;
  }
  return asOfFile(mask);
}

function asOfFile(mask: number): number {
  const meant = genericRights.reduce(
    (all, [generic, rights]) => ((mask & generic) === 0 ? all : all | rights),
    mask,
  );
  return (meant & 0x0fff_ffff) >>> 0;
}
