import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { win32 as windowsPath } from 'node:path';
import type { ConfirmedSetup, SetupNotStarted } from '../../../shared/setup-start.ts';
import type { Pause } from '../../pause.ts';
import type { Judged, SetupStartEnd } from '../setup-starter.ts';
import { constants } from './headers.ts';
import { exitStatus, startProcess } from './new-process.ts';
import { finalPath, withFile } from './open-file.ts';
import { signatureOf } from './signature.ts';
import type { Signature } from './signature.ts';
import type { Handle } from './win32.ts';
import type { Win32WithSetup } from './setup-calls.ts';
import { becauseOf, isCode, WindowsError } from './windows-error.ts';

/** As its certificates name it, to the letter. */
const microsoft = 'Microsoft Corporation';
const millisecondsBetweenLooks = 500;

/** No file, no folder, nothing in the drive, no server, no share. */
const codesOfNothing = [
  constants.ERROR_FILE_NOT_FOUND,
  constants.ERROR_PATH_NOT_FOUND,
  constants.ERROR_NOT_READY,
  constants.ERROR_BAD_NETPATH,
  constants.ERROR_BAD_NET_NAME,
];

export interface SetupProgramNeeds {
  readonly win32: Win32WithSetup;
  readonly pause: Pause;
}

type Refusal = Extract<Judged, { kind: 'refused' }>;

export function judgeSetupProgram(win32: Win32WithSetup, program: string): Promise<Judged> {
  return whileHeld(win32, program, (held) => judgeHeld(win32, program, held));
}

export async function startSetupProgram(
  { win32, pause }: SetupProgramNeeds,
  { command: { program, switches }, judged }: ConfirmedSetup,
  until: AbortSignal,
): Promise<SetupStartEnd> {
  const begun = await whileHeld(win32, program, async (held) => {
    const now = await judgeHeld(win32, program, held);
    if (now.kind === 'refused') return now;
    if (now.judged.hash !== judged.hash) return refused({ kind: 'replaced', path: program });
    if (until.aborted) return { kind: 'left' } as const;
    const folder = windowsPath.dirname(program);
    try {
      return { kind: 'started', process: await startProcess(win32, { program, switches, folder }) } as const;
    } catch (error) {
      return refused({ kind: 'not-created', path: program, because: becauseOf(error) });
    }
  });
  if (begun.kind !== 'started') return begun;
  try {
    while (!until.aborted) {
      const status = exitStatus(win32, begun.process);
      if (status !== null) return { kind: 'ended', status };
      await pause(millisecondsBetweenLooks, until);
    }
    return { kind: 'left' };
  } finally {
    win32.CloseHandle(begun.process);
  }
}

/**
 * Does the work while nobody can write, rename or delete the file: what was judged is what is started. Its folders
 * cannot be renamed meanwhile either, and none of them may be a link, which could be turned elsewhere.
 */
async function whileHeld<T>(
  win32: Win32WithSetup,
  path: string,
  work: (held: Handle) => Promise<T>,
): Promise<T | Refusal> {
  if (!isWhole(path)) return refused({ kind: 'not-a-whole-path', path });
  const opening = { access: constants.GENERIC_READ, flags: 0, share: constants.FILE_SHARE_READ };
  try {
    return await withFile(win32, path, opening, async (held) => {
      const to = finalPath(win32, held);
      return to.toLowerCase() === path.toLowerCase()
        ? work(held)
        : refused({ kind: 'leads-elsewhere', path, to });
    });
  } catch (error) {
    if (!(error instanceof WindowsError)) throw error;
    const because = becauseOf(error);
    const isGone = codesOfNothing.some((code) => isCode(error, code));
    return refused({ kind: isGone ? 'not-there' : 'not-judged', path, because });
  }
}

/** `X:\…\setup.exe`, or `\\server\share\…\setup.exe`: nothing that Windows would read as something else. */
function isWhole(path: string): boolean {
  const isOnDrive = /^[A-Za-z]:\\[^:]*$/.test(path);
  const isOnShare = /^\\\\[^\\?.:][^\\:]*\\[^\\:]+\\[^:]*$/.test(path);
  // eslint-disable-next-line no-control-regex -- no path has one.
  const isPlain = !/["*?<>|/\u0000-\u001f]/.test(path) && windowsPath.normalize(path) === path;
  return (isOnDrive || isOnShare) && isPlain;
}

async function judgeHeld(win32: Win32WithSetup, path: string, held: Handle): Promise<Judged> {
  const signature = await signatureOf(win32, path, held);
  const because = whyNot(signature, path);
  if (because !== null) return refused(because);
  const hash = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { kind: 'may-start', judged: { signer: microsoft, hash } };
}

function whyNot(signature: Signature, path: string): SetupNotStarted | null {
  switch (signature.kind) {
    case 'good':
      return signature.organization === microsoft
        ? null
        : { kind: 'signed-by-other', path, signer: signature.organization ?? signature.subject };
    case 'none':
      return { kind: 'not-signed', path };
    case 'broken':
      return { kind: 'signature-broken', path };
    case 'not-judged':
      return { kind: 'not-judged', path, because: signature.because };
  }
}

function refused(because: SetupNotStarted): Refusal {
  return { kind: 'refused', because };
}
