import { win32 as windowsPath } from 'node:path';
import type { KeyFile } from '../../../shared/facts.ts';
import { read, unknown, type Reading } from '../../../shared/reading.ts';
import {
  identitiesOf,
  parseAccessList,
  readAccessList,
  readFile,
  rightsGranted,
  writeAccessList,
} from '../../../shared/security-descriptor.ts';
import type { Container, PracticeState } from './state.ts';

/** ERROR_ACCESS_DENIED. */
export const accessDenied = '5';

/** Access lists of key files as they are found on servers. */
export const keyAccessLists = {
  /** As Windows makes them. */
  ofMachine: 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)',
  /** Administrators may not open the key, but may change that. */
  openRefused: 'D:PAI(A;;FA;;;SY)(A;;RCWD;;;BA)',
  /** They may open it, and may not change who else may. */
  changeRefused: 'D:PAI(A;;FA;;;SY)(A;;FR;;;BA)',
  /** Shut to SYSTEM, as which http.sys works. */
  systemRefused: 'D:PAI(D;;FA;;;SY)(A;;FA;;;BA)',
} as const;

/** What the administrator who runs Setup may do with a key: all that Setup needs, or what is refused first. */
export function administratorMay(
  container: Container,
): 'full-control' | 'open-refused' | 'change-access-refused' {
  if (!allows(container, 'administrators', readFile)) return 'open-refused';
  return mayWriteAccessList(container) ? 'full-control' : 'change-access-refused';
}

export function mayWriteAccessList(container: Container): boolean {
  return allows(container, 'administrators', writeAccessList);
}

/** SYSTEM, as which http.sys works, does not reach into the profile of a user. */
export function systemMayUse(container: Container): boolean {
  return container.location === 'machine' && allows(container, 'system', readFile);
}

/** The file of a machine key; `null` for one in a user's profile. */
export function keyFileOf(state: PracticeState, container: Container | null): KeyFile | null {
  if (container?.location !== 'machine') return null;
  const path = windowsPath.join(state.machineKeys.path, container.name);
  return { path, accessList: accessListOf(container, path) };
}

/** Who may use the key, as far as the administrator may read it. */
export function accessListOf(container: Container, path: string): Reading<string> {
  return allows(container, 'administrators', readAccessList)
    ? read(container.accessList)
    : unknown(accessDenied, path);
}

/** The machine key whose file has this path; `null` where no such file is. */
export function containerWithFile(state: PracticeState, path: string): Container | null {
  const name = windowsPath.basename(path).toLowerCase();
  return (
    state.containers.find(
      (container) => container.location === 'machine' && container.name.toLowerCase() === name,
    ) ?? null
  );
}

function allows({ accessList }: Container, who: keyof typeof identitiesOf, wanted: number): boolean {
  const list = parseAccessList(accessList);
  return list !== null && (rightsGranted(list, identitiesOf[who]) & wanted) === wanted;
}
