import { handsIn } from '../../../shared/folder-hands.ts';
import type { FolderGuard, Intrusion } from '../../data-folder.ts';
import { diskError } from '../../disk.ts';
import { constants } from './headers.ts';
import { finalPath, withFolderAtOnce } from './open-file.ts';
import { descriptorOf, securityAtOnce, takenText } from './security-descriptors.ts';
import type { Handle, Out, Pointer, Win32 } from './win32.ts';
import { isCode, succeeded } from './windows-error.ts';

/** Administrators own it; they and SYSTEM alone may do anything in it and below it, whatever the folder above allows. */
const administratorsAlone = 'O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)';

/** Keeps a folder by its access list, as a program that runs with the rights of an administrator. */
export function accessListGuard(win32: Win32): FolderGuard {
  return {
    make: (directory) => {
      makeFolder(win32, directory);
    },
    intrusion: (directory) =>
      withFolderAtOnce(win32, directory, constants.READ_CONTROL, (opened) =>
        intrusionOf(win32, directory, opened),
      ),
  };
}

/** With its list from its first moment on, so that nobody gets in between. */
function makeFolder(win32: Win32, directory: string): void {
  const { SECURITY_ATTRIBUTES } = win32.types;
  const descriptor = descriptorOf(win32, administratorsAlone);
  try {
    const nLength = win32.sizeOf(SECURITY_ATTRIBUTES);
    const security = { nLength, lpSecurityDescriptor: descriptor, bInheritHandle: 0 };
    const made = win32.CreateDirectoryW(directory, win32.struct(SECURITY_ATTRIBUTES, security));
    succeeded('CreateDirectoryW', made, win32.getLastError());
  } catch (error) {
    throw isCode(error, constants.ERROR_ALREADY_EXISTS) ? diskError('EEXIST', directory) : error;
  } finally {
    win32.LocalFree(descriptor);
  }
}

function intrusionOf(win32: Win32, directory: string, opened: Handle): Intrusion | null {
  const to = finalPath(win32, opened);
  if (to.toLowerCase() !== directory.toLowerCase()) return { kind: 'leads-elsewhere', directory, to };
  const parts = constants.OWNER_SECURITY_INFORMATION | constants.DACL_SECURITY_INFORMATION;
  const hands = handsIn(securityAtOnce(win32, opened, parts), [ourUser(win32)]);
  switch (hands.kind) {
    case 'ours-alone':
      return null;
    case 'not-understood':
      throw diskError('ACCESS_LIST_NOT_UNDERSTOOD', directory);
    case 'of-another':
    case 'open-to-others':
      return { ...hands, directory };
  }
}

/** Whom this program runs as: an administrator, and no stranger in a folder. */
function ourUser(win32: Win32): string {
  const token: Out<Handle> = [0];
  // What GetCurrentProcess answers, whatever the process.
  const thisProcess = -1;
  const opened = win32.OpenProcessToken(thisProcess, constants.TOKEN_QUERY, token);
  succeeded('OpenProcessToken', opened, win32.getLastError());
  try {
    const { TOKEN_USER } = win32.types;
    // The identifier follows the struct that points at it.
    const answer = Buffer.alloc(win32.sizeOf(TOKEN_USER) + longestIdentifier);
    const asked = win32.GetTokenInformation(token[0], constants.TokenUser, answer, answer.length, [0]);
    succeeded('GetTokenInformation', asked, win32.getLastError());
    const { User } = win32.decode(answer, TOKEN_USER) as { readonly User: { readonly Sid: Pointer } };
    const text: Out<Pointer | null> = [null];
    succeeded('ConvertSidToStringSidW', win32.ConvertSidToStringSidW(User.Sid, text), win32.getLastError());
    return takenText(win32, text, 'ConvertSidToStringSidW');
  } finally {
    win32.CloseHandle(token[0]);
  }
}

/** SECURITY_MAX_SID_SIZE. */
const longestIdentifier = 68;
