import type { KeyAccessChange } from '../../change.ts';
import { fullControl, parseAccessList, readFile } from '../../security-descriptor.ts';
import type { AccessEntry } from '../../security-descriptor.ts';
import { firstDigits, list } from '../format.ts';
import { accountText } from './accounts.ts';

/** What a change of who may use a key does, as a title. */
export function keyAccessTitle({ target, before, after }: KeyAccessChange): string {
  const had = withFullControl(before.value.accessList);
  const newcomers = withFullControl(after.value.accessList).filter((name) => !had.includes(name));
  const key = `the private key of the certificate ${firstDigits(target.certificate)}`;
  return newcomers.length === 0
    ? `Change who may use ${key}`
    : `Give ${list(newcomers)} full control of ${key}`;
}

/** Who may do what with a key. What is not understood stays as it is. */
export function accessText(accessList: string): string {
  const understood = parseAccessList(accessList);
  if (understood === null) return accessList;
  if (understood.kind === 'none') return 'full control for Everyone';
  const all = withFullControl(accessList);
  const byRights = new Map<string, string[]>();
  for (const entry of understood.entries) {
    // Who has full control has everything less as well.
    if (entry.kind === 'allow' && !hasFullControl(entry) && all.includes(nameOf(entry))) continue;
    const words = rightsWords(entry);
    byRights.set(words, [...(byRights.get(words) ?? []), nameOf(entry)]);
  }
  const said = [...byRights].map(([words, who]) => `${words} ${list([...new Set(who)])}`);
  return said.length === 0 ? 'nothing for anybody' : said.join('; ');
}

function rightsWords({ kind, rights }: AccessEntry): string {
  const words = hasFullControl({ rights })
    ? 'full control'
    : (rights & readFile) === readFile
      ? 'reading'
      : 'some rights';
  return kind === 'allow' ? `${words} for` : `${words} denied to`;
}

function withFullControl(accessList: string): readonly string[] {
  const understood = parseAccessList(accessList);
  if (understood?.kind !== 'list') return [];
  return understood.entries.filter((entry) => entry.kind === 'allow' && hasFullControl(entry)).map(nameOf);
}

function hasFullControl({ rights }: Pick<AccessEntry, 'rights'>): boolean {
  return (rights & fullControl) === fullControl;
}

function nameOf({ sid }: AccessEntry): string {
  return accountText(sid);
}
