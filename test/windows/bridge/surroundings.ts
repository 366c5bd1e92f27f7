import * as koffi from 'koffi';
import { prepareDataFolder } from '../../../electron/data-folder.ts';
import type { FolderProblem } from '../../../electron/data-folder.ts';
import { accessListGuard } from '../../../electron/server/windows/folder-guard.ts';
import { programDataFolder } from '../../../electron/server/windows/known-folders.ts';
import { callWindows } from '../../../electron/server/windows/open.ts';
import type { Win32 } from '../../../electron/server/windows/win32.ts';
import { koffiOf, type Alterations } from './altered-windows.ts';
import type { Methods } from './methods.ts';

function windows(altered: Alterations | undefined): Win32 {
  const called = callWindows({
    koffi: () => (altered === undefined ? koffi : koffiOf(altered)),
    architecture: process.arch,
  });
  if (called.kind === 'problem') throw new Error(called.problem.kind);
  return called.value;
}

/** What the product does with folders here, and what somebody may have prepared before it was started. */
export const surroundings: Methods = {
  'surroundings.prepare': ([folder, variables]) => {
    Object.assign(process.env, variables);
    process.chdir(folder as string);
  },
  'surroundings.programData': () => programDataFolder(windows(undefined)),
  'surroundings.dataFolder': ([directory, altered]): FolderProblem | null =>
    prepareDataFolder(directory as string, accessListGuard(windows(altered as Alterations | undefined))),
};
