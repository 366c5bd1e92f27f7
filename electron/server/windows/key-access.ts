import type { KeyAccessTarget, KeyAccessValue, Presence } from '../../../shared/change.ts';
import { toBeKept } from '../../../shared/security-descriptor.ts';
import { namesFileIn, notAKeyFile } from '../key-file-path.ts';
import { constants } from './headers.ts';
import { keyFoldersIn } from './key-files.ts';
import { withFile } from './open-file.ts';
import { securityOf, withDescriptor } from './security-descriptors.ts';
import type { Handle, Win32 } from './win32.ts';
import { isCode, NotForUs, succeeded } from './windows-error.ts';

const part = constants.DACL_SECURITY_INFORMATION;

/** Where the machine's keys lie, and what calls Windows. */
export interface KeyStore {
  readonly win32: Win32;
  /** Absolute. */
  readonly programData: string;
}

/** Who may use the key of this file. Throws `WindowsError`, `NotForUs` when it is no file of a machine key. */
export async function keyAccess(
  store: KeyStore,
  { path }: KeyAccessTarget,
): Promise<Presence<KeyAccessValue>> {
  try {
    return await withKeyFile(store, path, constants.READ_CONTROL, async (opened) => {
      const accessList = await securityOf(store.win32, opened, part);
      return { kind: 'present', value: { accessList } };
    });
  } catch (error) {
    const isThere =
      !isCode(error, constants.ERROR_FILE_NOT_FOUND) && !isCode(error, constants.ERROR_PATH_NOT_FOUND);
    if (isThere) throw error;
    return { kind: 'absent' };
  }
}

/**
 * Says who may use the key of this file. Throws `WindowsError`, `NotForUs` when it is no file of a machine key.
 *
 * The list is kept as it is given, entry by entry: SetNamedSecurityInfoW would work out anew what is inherited from the
 * folder, and an undo would not put back what was there.
 */
export function setKeyAccess(
  store: KeyStore,
  { path }: KeyAccessTarget,
  { accessList }: KeyAccessValue,
): Promise<void> {
  const { win32 } = store;
  return withDescriptor(win32, toBeKept(accessList), (descriptor) =>
    withKeyFile(store, path, constants.WRITE_DAC, async (opened) => {
      const set = await win32.SetKernelObjectSecurity(opened, part, descriptor);
      succeeded(`SetKernelObjectSecurity ${path}`, set.result, set.lastError);
    }),
  );
}

/**
 * Opens a file directly in one of the folders of machine keys, and nothing else. Everybody may make files and folders
 * there, so it is the open file that is asked, not its path: what stands behind a link stays as it is.
 */
function withKeyFile<T>(
  { win32, programData }: KeyStore,
  path: string,
  access: number,
  work: (opened: Handle) => Promise<T>,
): Promise<T> {
  if (!namesFileIn(keyFoldersIn(programData), path)) throw new NotForUs(path, notAKeyFile);
  // Opens a link itself, and folders too: so both are told from a file that access is denied to.
  const flags = constants.FILE_FLAG_OPEN_REPARSE_POINT | constants.FILE_FLAG_BACKUP_SEMANTICS;
  return withFile(win32, path, { access, flags }, async (opened) => {
    if (!(await isPlainFile(win32, opened))) throw new NotForUs(path, notAKeyFile);
    return work(opened);
  });
}

/** Neither a folder nor a link, nor one of several names of a file that may belong elsewhere. */
async function isPlainFile(win32: Win32, opened: Handle): Promise<boolean> {
  const type = win32.types.BY_HANDLE_FILE_INFORMATION;
  const information = Buffer.alloc(win32.sizeOf(type));
  const asked = await win32.GetFileInformationByHandle(opened, information);
  succeeded('GetFileInformationByHandle', asked.result, asked.lastError);
  const { dwFileAttributes, nNumberOfLinks } = win32.decode(information, type) as {
    readonly dwFileAttributes: number;
    readonly nNumberOfLinks: number;
  };
  const other = constants.FILE_ATTRIBUTE_DIRECTORY | constants.FILE_ATTRIBUTE_REPARSE_POINT;
  return (dwFileAttributes & other) === 0 && nNumberOfLinks === 1;
}
