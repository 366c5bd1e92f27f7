import { unknown } from '../../../shared/reading.ts';
import type { Because, Reading } from '../../../shared/reading.ts';

/** A failed call of Windows: its name, and its code as the facts write it (`5`, `0x80090016`). */
export class WindowsError extends Error {
  readonly call: string;
  readonly code: string;

  constructor(call: string, code: number) {
    super(`${call} answered ${codeText(code)}`);
    this.call = call;
    this.code = codeText(code);
  }
}

/** Small codes of Win32 are written in decimal, HRESULTs in hexadecimal. */
export function codeText(code: number): string {
  const unsigned = code >>> 0;
  return unsigned >= 0x1_0000
    ? `0x${unsigned.toString(16).toUpperCase().padStart(8, '0')}`
    : String(unsigned);
}

/** Windows lacks something that the product cannot do without: a DLL, or an entry point in one. */
export class MissingFromWindows extends Error {
  readonly library: string;
  readonly entryPoint: string | null;

  constructor(library: string, entryPoint: string | null) {
    super(`${library} ${entryPoint ?? ''} is not there`);
    this.library = library;
    this.entryPoint = entryPoint;
  }
}

/** Something that this program does not ask of Windows, whoever tells it to. */
export class NotForUs extends Error {
  readonly because: Because;

  constructor(tried: string, code: string) {
    super(`${tried}: ${code}`);
    this.because = { code, tried };
  }
}

/** A result of zero is a failure, whose code GetLastError tells. */
export function succeeded(call: string, result: number, lastError: number): void {
  if (result === 0) throw new WindowsError(call, lastError);
}

/** A code that is the result itself: zero is success. */
export function answeredZero(call: string, code: number): void {
  if (code !== 0) throw new WindowsError(call, code);
}

/** What was read, or the call that failed and its code. Anything but a failed call is a bug, and thrown on. */
export async function asReading<T>(work: () => Promise<T> | T): Promise<Reading<T>> {
  try {
    return { kind: 'read', value: await work() };
  } catch (error) {
    const { code, tried } = becauseOf(error);
    return unknown(code, tried);
  }
}

/** Throws what is neither a failed call of Windows nor one that is not made. */
export function becauseOf(error: unknown): Because {
  if (error instanceof NotForUs) return error.because;
  if (error instanceof WindowsError) return { code: error.code, tried: error.call };
  throw error;
}

export function isCode(error: unknown, code: number): boolean {
  return error instanceof WindowsError && error.code === codeText(code);
}
