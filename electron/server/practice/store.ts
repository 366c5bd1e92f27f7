import { dirname, join } from 'node:path';
import type { FileToKeep } from '../../../shared/facts.ts';
import { read, unknown, type Reading } from '../../../shared/reading.ts';
import { readSetupLog, type SetupVerdict } from '../../../shared/setup-log.ts';
import { readSetupLogFile } from '../../log-reader.ts';
import { growingFile, type GrowingLog } from '../../log-tail.ts';
import type { Applied } from '../server.ts';
import { errorCode, systemDisk, withFile, writeWhole } from '../../disk.ts';
import { linkAt } from '../../link.ts';
import { plainFolder } from '../../plain-folder.ts';
import { readWhole, replaceWhole } from '../../whole-file.ts';
import { practiceStateSchema, type PracticeState } from './state.ts';

/** Where a practice server lies. What stands there may change between two calls: another process may have it open. */
export interface PracticeStore {
  /** `unknown` with the file and a code: a code of the file system, `NOT_JSON` or `NOT_A_PRACTICE_SERVER`. */
  load(): Promise<Reading<PracticeState>>;
  /** The whole state or none of it; when it is applied, it is on disk. */
  save(state: PracticeState): Promise<Applied>;
  /** What ExchangeSetup.log says now. */
  setup(): Promise<Reading<SetupVerdict>>;
  appendToSetupLog(text: string): Promise<Applied>;
  /** The bytes of ExchangeSetup.log, for whoever follows it. */
  readonly setupLog: GrowingLog;
  /** The files that stand for those of a real server. */
  readonly files: readonly FileToKeep[];
}

/** Names inside the folder of a practice server, with slashes. */
export const stateFile = 'server.json';
export const setupLogFile = 'ExchangeSetupLogs/ExchangeSetup.log';
export const filesToKeep = [
  setupLogFile,
  'ExchangeSetupLogs/ServiceControl.log',
  'ExchangeSetupLogs/ServiceStartupMode.xml',
  'inetsrv/config/applicationHost.config',
] as const;

/** A practice server in a folder. */
export function folderStore(directory: string): PracticeStore {
  const statePath = join(directory, stateFile);
  const logPath = join(directory, setupLogFile);
  return {
    async load() {
      if (linkAt(directory) !== null) return unknown('ELOOP', directory);
      const text = await readWhole(statePath);
      return text.kind === 'read' ? parseState(text.value, statePath) : text;
    },
    save: (state) =>
      linkAt(directory) === null
        ? replaceWhole(statePath, serialise(state))
        : Promise.resolve({ kind: 'refused', because: { code: 'ELOOP', tried: directory } }),
    async setup() {
      const reading = await readSetupLogFile(logPath);
      return reading.kind === 'read' ? read(reading.verdict) : unknown(reading.code, logPath);
    },
    appendToSetupLog(text) {
      try {
        plainFolder(directory, dirname(setupLogFile));
        withFile(systemDisk, logPath, 'a', (descriptor) => {
          writeWhole(systemDisk, descriptor, Buffer.from(text), null);
        });
        return Promise.resolve({ kind: 'applied' });
      } catch (error) {
        return Promise.resolve({ kind: 'refused', because: { code: errorCode(error), tried: logPath } });
      }
    },
    setupLog: growingFile(logPath),
    files: filesToKeep.map((name) => ({
      name: name.slice(name.lastIndexOf('/') + 1),
      path: join(directory, name),
    })),
  };
}

/** A practice server in memory, for tests: the same words, no files. */
export function memoryStore(state: PracticeState, setupLog: string): PracticeStore {
  let document = serialise(state);
  let log = setupLog;
  return {
    load: () => Promise.resolve(parseState(document, stateFile)),
    save(changed) {
      document = serialise(changed);
      return Promise.resolve({ kind: 'applied' });
    },
    setup: () => Promise.resolve(read(readSetupLog(log))),
    appendToSetupLog(text) {
      log += text;
      return Promise.resolve({ kind: 'applied' });
    },
    setupLog: {
      size: () => Buffer.byteLength(log),
      read: (into, offset) => Buffer.from(log).copy(into, 0, offset),
    },
    files: [],
  };
}

/** The document as it lies on disk; throws (a bug) when the state is not one. */
export function serialise(state: PracticeState): string {
  return `${JSON.stringify(practiceStateSchema.parse(state), null, 2)}\n`;
}

function parseState(text: string, path: string): Reading<PracticeState> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unknown('NOT_JSON', path);
  }
  const parsed = practiceStateSchema.safeParse(document);
  return parsed.success ? read(parsed.data) : unknown('NOT_A_PRACTICE_SERVER', path);
}
