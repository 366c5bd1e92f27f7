/** Absolute paths of what was built. */
export interface StandIns {
  /** httpapi.dll with HttpUpdateServiceConfiguration and extended parameters. */
  readonly httpapi: string;
  /** httpapi.dll of an older Windows, without both. */
  readonly httpapiWithoutUpdate: string;
  /** wevtutil.exe: prints the events that a test has placed. */
  readonly wevtutil: string;
  /** setup.exe: tells what it was started with. */
  readonly setup: string;
  /** layout.exe: writes sizes, offsets and constants as JSON to the file it is given. */
  readonly layout: string;
  /** try.exe: tries an httpapi.dll, and writes what it found to a file. */
  readonly trial: string;
}

export function buildStandIns(folder: string): StandIns;
