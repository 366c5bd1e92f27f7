import { windows } from './windows-api.ts';

/** What the Windows process holds. */
export interface Resources {
  readonly handles: number;
  /** Bytes, by Node's names: memory of the DLLs is in `rss` alone. */
  readonly memory: NodeJS.MemoryUsage;
}

export function resources(): Resources {
  return { handles: openHandles(), memory: process.memoryUsage() };
}

/** SystemHandleInformation and ObjectNameInformation of winternl.h. */
const handleInformation = 16;
const nameInformation = 1;
const success = 0;
const infoLengthMismatch = 0xc0000004;
/** SYSTEM_HANDLE_TABLE_ENTRY_INFO: its process first, its handle after six bytes. Addresses stand on eights. */
const entrySize = 24;
const listBegins = 8;
const handleAt = 6;
/** UNICODE_STRING, and the text behind it. */
const textBegins = 16;
const longestName = 2048;

/** rsaenh.dll of Wine opens this for a key container that is acquired, and never closes it: no handle of ours. */
const leftByWine = '\\software\\wine\\crypto\\rsa\\';

/** Counted one by one: Wine answers 0 where Windows is asked for the number alone. */
function openHandles(): number {
  const mine = Number(windows.GetCurrentProcessId());
  for (let size = 0x10000; ; size *= 2) {
    const list = Buffer.alloc(size);
    const status = Number(windows.NtQuerySystemInformation(handleInformation, list, size, [0]));
    if (status === infoLengthMismatch) continue;
    if (status !== success) throw new Error(`NtQuerySystemInformation: ${status.toString(16)}`);
    const entries = Array.from(
      { length: list.readUInt32LE(0) },
      (_, index) => listBegins + index * entrySize,
    );
    const handles = entries
      .filter((at) => list.readUInt32LE(at) === mine)
      .map((at) => list.readUInt16LE(at + handleAt));
    if (handles.length === 0) throw new Error('A process without a handle: they were not counted');
    return handles.filter((handle) => !nameOf(handle).toLowerCase().includes(leftByWine)).length;
  }
}

/** `\REGISTRY\Machine\…`; empty where it has none. */
function nameOf(handle: number): string {
  const into = Buffer.alloc(longestName);
  const status = Number(windows.NtQueryObject(handle, nameInformation, into, longestName, [0]));
  if (status !== success) return '';
  return into.toString('utf16le', textBegins, textBegins + into.readUInt16LE(0));
}
