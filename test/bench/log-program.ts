import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type * as LogReader from '../../electron/log-reader.ts';

/** What `npm run cli` starts Node with: little room for what is soon thrown away. */
const asCommandLine = ['--max-semi-space-size=2'];

/** The log reader as it is shipped: built, and run by Node alone. */
export class LogProgram {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  static async in(folder: string): Promise<LogProgram> {
    const name = 'log-reader.mjs';
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        ssr: join(import.meta.dirname, '..', '..', 'electron', 'log-reader.ts'),
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: name } },
      },
    });
    return new LogProgram(join(folder, name));
  }

  /** In this process. */
  load(): Promise<typeof LogReader> {
    return import(pathToFileURL(this.#file).href) as Promise<typeof LogReader>;
  }

  /** The most memory that a process of its own ever held for the verdict on a log, in MB; `null`: for nothing. */
  peak(log: string | null): number {
    const read =
      log === null
        ? ''
        : `const { readSetupLogFile } = await import(${JSON.stringify(this.#file)});` +
          `const read = await readSetupLogFile(${JSON.stringify(log)});` +
          `if (read.kind === 'unreadable') throw new Error(read.code);`;
    const status = `console.log((await import('node:fs')).readFileSync('/proc/self/status', 'utf8'));`;
    const said = execFileSync(
      process.execPath,
      [...asCommandLine, '--input-type=module', '--eval', read + status],
      {
        encoding: 'utf8',
      },
    );
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(said)?.[1]) / 1024;
  }
}
