import { windows } from './windows-api.ts';

/** What the Windows process holds. */
export interface Resources {
  readonly handles: number;
  /** Bytes, by Node's names: memory of the DLLs is in `rss` alone. */
  readonly memory: NodeJS.MemoryUsage;
}

export function resources(): Resources {
  const handles: [number] = [0];
  windows.GetProcessHandleCount(windows.GetCurrentProcess(), handles);
  return { handles: handles[0], memory: process.memoryUsage() };
}
