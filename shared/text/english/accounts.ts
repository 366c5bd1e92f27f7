import { accounts } from '../../security-descriptor.ts';

const names: Readonly<Record<string, string>> = {
  [accounts.everyone]: 'Everyone',
  [accounts.authenticatedUsers]: 'Authenticated Users',
  [accounts.system]: 'SYSTEM',
  [accounts.administrators]: 'Administrators',
  [accounts.users]: 'Users',
  [accounts.networkService]: 'NETWORK SERVICE',
  'g+w': 'the group of the folder',
  'o+w': 'everybody',
};

/** An account as Windows names it in English; one that has no such name by its identifier. */
export function accountText(identifier: string): string {
  return names[identifier] ?? identifier;
}
