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
  networkService: 'S-1-5-20',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
  /** Whoever makes something in a folder; and whoever owns it. */
  creatorOwner: 'S-1-3-0',
  ownerRights: 'S-1-3-4',
} as const;

/** Who an account is besides itself. An administrator may be more, by groups of the domain that nobody here knows. */
export const identitiesOf = {
  administrators: [accounts.administrators, accounts.users, accounts.authenticatedUsers, accounts.everyone],
  system: [accounts.system, accounts.administrators, accounts.authenticatedUsers, accounts.everyone],
} as const;

/** FILE_ALL_ACCESS. */
export const fullControl = 0x1f_01ff;

/** FILE_GENERIC_READ: what it takes to open a key. */
export const readFile = 0x12_0089;

/** READ_CONTROL and WRITE_DAC: to read the access list of a file, and to write another. */
export const readAccessList = 0x2_0000;
export const writeAccessList = 0x4_0000;

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
  NS: accounts.networkService,
  NU: 'S-1-5-2',
  IU: 'S-1-5-4',
  SU: 'S-1-5-6',
  AN: 'S-1-5-7',
  CO: accounts.creatorOwner,
  CG: 'S-1-3-1',
  OW: accounts.ownerRights,
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
  const written = writtenIn(sddl);
  if (written === null) return null;
  const entries: AccessEntry[] = [];
  for (const { type, flags, rights, sid } of written.entries.map(fieldsOf)) {
    const mask = rightsIn(rights);
    if (mask === null || sid === '') return null;
    const kind = type === 'A' ? 'allow' : type === 'D' ? 'deny' : null;
    // Other types are for audits and directories; IO: it speaks of what lies below, not of the thing itself.
    if (kind === null || /^(?:..)*IO/.test(flags)) continue;
    entries.push({ kind, rights: mask, sid: identifierOf(sid) });
  }
  return { kind: 'list', entries };
}

/**
 * Whom an access list allows something, of the thing itself or of what will lie below it, and what; `null` when it is
 * not understood. What it denies is left out: who trusts a list must not need that.
 */
export function allowedIn(sddl: string): readonly Omit<AccessEntry, 'kind'>[] | null {
  if (/^(?:|D:[A-Z]*NO_ACCESS_CONTROL)$/.test(sddl)) return [{ rights: fullControl, sid: accounts.everyone }];
  const written = writtenIn(sddl);
  if (written === null) return null;
  const allowed: Omit<AccessEntry, 'kind'>[] = [];
  for (const { type, rights, sid } of written.entries.map(fieldsOf)) {
    if (type === 'D' || type === 'OD') continue;
    const mask = rightsIn(rights);
    if (type !== 'A' || mask === null || sid === '') return null;
    allowed.push({ rights: mask, sid: identifierOf(sid) });
  }
  return allowed;
}

/** What somebody may do who is all of these accounts: for each right the first entry that names it decides. */
export function rightsGranted(list: AccessList, identities: readonly string[]): number {
  if (list.kind === 'none') return fullControl;
  let [granted, denied] = [0, 0];
  for (const { kind, rights, sid } of list.entries) {
    if (!identities.includes(sid)) continue;
    if (kind === 'allow') granted |= rights & ~denied;
    else denied |= rights & ~granted;
  }
  return granted >>> 0;
}

/**
 * The access list with full control for one more account, where administrators would add it by hand: behind what the
 * thing itself says, before what it inherits. Unchanged where the account has full control, or is allowed it by the
 * thing itself; `null` when the list is not understood.
 * @param accessList in SDDL (`D:…`)
 * @param account by SDDL's short name
 */
export function granting(accessList: string, account: 'SY' | 'BA'): string | null {
  const list = parseAccessList(accessList);
  const written = writtenIn(accessList);
  if (list === null) return null;
  const sid = identifierOf(account);
  // A list of none at all keeps nobody out.
  if (written === null || hasFullControl(list, sid)) return accessList;
  const own = written.entries.filter((entry) => !isInherited(entry));
  const allowed = parseAccessList(`D:${own.filter((entry) => fieldsOf(entry).type === 'A').join('')}`);
  if (allowed !== null && hasFullControl(allowed, sid)) return accessList;
  const behind = written.entries.findLastIndex((entry) => !isInherited(entry)) + 1;
  return `D:${written.flags}${written.entries.toSpliced(behind, 0, `(A;;FA;;;${account})`).join('')}`;
}

/** Whether two lists of a file say the same of it, however their rights and accounts are spelt. */
export function sameAccessList(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

/**
 * The list as it has to be handed over to be kept as it is: Windows keeps the mark AI only where AR stands beside it,
 * which it never tells.
 * @param accessList in SDDL, as Windows tells it
 */
export function toBeKept(accessList: string): string {
  return accessList.replace(/^D:(P?)AI/, 'D:$1ARAI');
}

function hasFullControl(list: AccessList, sid: string): boolean {
  return (rightsGranted(list, [sid]) & fullControl) === fullControl;
}

/** AI and AR say how a list came about, not who may do what, and not every file system keeps them. */
function comparable(sddl: string): string {
  const written = writtenIn(sddl);
  if (written === null) return sddl;
  const entries = written.entries.map((entry) => {
    const { type, flags, rights, sid } = fieldsOf(entry);
    const [, , , ...objects] = entry.slice(1, -1).split(';');
    return [type, flags, rightsIn(rights) ?? rights, ...objects.slice(0, 2), identifierOf(sid)].join(';');
  });
  return [written.flags.includes('P') ? 'P' : '', ...entries].join('\n');
}

/** A list taken apart as it is written; `null` when it is none of entries alone. */
function writtenIn(sddl: string): { readonly flags: string; readonly entries: readonly string[] } | null {
  const match = /^D:(?<flags>(?:P|AR|AI)*)(?<entries>(?:\([^()]*\))*)$/.exec(sddl);
  if (match === null) return null;
  const { flags = '', entries = '' } = match.groups ?? {};
  return { flags, entries: entries.match(/\([^()]*\)/g) ?? [] };
}

/** Type, flags, rights, object, inherited object, account. */
function fieldsOf(entry: string) {
  const [type = '', flags = '', rights = '', , , sid = ''] = entry.slice(1, -1).split(';');
  return { type, flags, rights, sid };
}

function isInherited(entry: string): boolean {
  return /^(?:..)*ID/.test(fieldsOf(entry).flags);
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
