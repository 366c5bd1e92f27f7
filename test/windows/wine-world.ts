import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prefixIn, wineHere, type HttpSysVariant, type Wine } from '../../scripts/wine/for-tests.mjs';
import { expectBridge, type BridgeConnection, type CallOptions } from './bridge-connection.ts';
import type { WorldTools } from './bridge/world.ts';
import { mostStarts, runIn, type Ran, type RunOptions } from './run-in-wine.ts';
import { createWorldFolder, type WorldFolder } from './world-folder.ts';

/** The tools of the Windows side as seen from here: the same calls, answered later. */
export type RemoteTools = {
  readonly [Name in keyof WorldTools]: (
    ...words: Parameters<WorldTools[Name]>
  ) => Promise<ReturnType<WorldTools[Name]>>;
};

export interface WorldOptions {
  readonly httpSys: HttpSysVariant;
  /** More variables for the bridge's process, such as NODE_V8_COVERAGE with a folder as Windows sees it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Windows of one's own under Wine, with a process in it that answers calls. */
export interface WineWorld {
  /** The folder that is Windows' C:. */
  readonly driveC: string;
  /** The tests' own tools inside Windows. */
  readonly tools: RemoteTools;
  readonly registry: Registry;
  /** One call to the Windows process; rejects with what it threw there, or with why the process ended. */
  call(method: string, words: readonly unknown[], options?: CallOptions): Promise<unknown>;
  /** Runs a program in this Windows, beside the bridge, and waits for its end. */
  run(program: string, words: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The Linux process that the bridge runs in. */
  readonly processId: number;
  /** Ends everything in it and takes its folder away. */
  dispose(): Promise<void>;
}

export interface Registry {
  /** What `reg export` writes of a key below HKLM, such as `HKLM\Software\Microsoft`. Throws when there is no such key. */
  export(key: string): Promise<string>;
  /** @param text as `reg export` writes it */
  import(text: string): Promise<void>;
}

/** Throws when Wine is not here: ask `describeOnWine` first. */
export async function startWineWorld({ httpSys, environment = {} }: WorldOptions): Promise<WineWorld> {
  const wine = wineHere();
  if (wine.kind === 'missing') throw new Error(wine.because);
  const folder = createWorldFolder(wine.template);
  try {
    furnish(folder, wine, httpSys);
    return await startIn(folder, environment);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

const driveCOf = (folder: WorldFolder): string => join(prefixIn(folder.path), 'drive_c');

/** The folder of the program: node.exe and koffi are linked, and nothing writes to them. */
const programFolder = (folder: WorldFolder): string => join(driveCOf(folder), 'cu-rescue-bridge');

function furnish(folder: WorldFolder, wine: Wine, httpSys: HttpSysVariant): void {
  const program = programFolder(folder);
  mkdirSync(program);
  symlinkSync(wine.runtime.node, join(program, 'node.exe'));
  symlinkSync(wine.runtime.modules, join(program, 'node_modules'));
  copyFileSync(wine.bridge(), join(program, 'bridge.cjs'));
  // In System32, where the product looks for it, instead of the link to Wine's own.
  const httpapi = join(driveCOf(folder), 'windows', 'system32', 'httpapi.dll');
  rmSync(httpapi, { force: true });
  copyFileSync(wine.standIn(httpSys), httpapi);
}

async function startIn(
  folder: WorldFolder,
  environment: Readonly<Record<string, string>>,
): Promise<WineWorld> {
  const token = randomBytes(32).toString('hex');
  const expected = await expectBridge(token);
  const { process, errors } = startBridge(folder, expected.port, {
    ...environment,
    CU_RESCUE_BRIDGE_TOKEN: token,
  });
  const ended = once(process, 'exit').then(([status, signal]) => {
    const how = String(status ?? signal);
    return new Error(`The Windows process has ended (${how}). It said:\n${readFileSync(errors, 'utf8')}`);
  });
  void ended.then(expected.giveUp);
  const connection = await expected.connected;
  void ended.then((because) => {
    connection.end(because);
  });
  return worldOf(folder, connection, process, ended);
}

/** Every Windows process writes which code it ran, where scripts/windows-coverage.mjs asks for it. */
function coverageEnvironment(): Readonly<Record<string, string>> {
  const folder = process.env['CU_RESCUE_WINDOWS_COVERAGE'];
  // Z: is the root of this machine.
  return folder === undefined ? {} : { NODE_V8_COVERAGE: `Z:${folder}` };
}

/** Node's own output has to go to a file: Wine's pipes are not good enough for it. */
function startBridge(
  folder: WorldFolder,
  port: number,
  environment: Readonly<Record<string, string>>,
): { readonly process: ChildProcess; readonly errors: string } {
  const errors = join(folder.path, 'bridge.err');
  const output = openSync(join(folder.path, 'bridge.out'), 'w');
  const errorOutput = openSync(errors, 'w');
  const process = spawn('wine', ['node.exe', 'bridge.cjs', String(port)], {
    cwd: programFolder(folder),
    env: { ...folder.environment, ...coverageEnvironment(), ...environment },
    stdio: ['ignore', output, errorOutput],
  });
  closeSync(output);
  closeSync(errorOutput);
  return { process, errors };
}

function worldOf(
  folder: WorldFolder,
  connection: BridgeConnection,
  process: ChildProcess,
  ended: Promise<unknown>,
): WineWorld {
  const run = (program: string, words: readonly string[], options?: RunOptions) =>
    runIn(folder, programFolder(folder), [program, ...words], options);
  const tools = remoteTools((method, words) => connection.call(method, words));
  let disposed: Promise<void> | null = null;
  return {
    driveC: driveCOf(folder),
    tools,
    registry: registryOf(folder, run, tools),
    call: (method, words, options) => connection.call(method, words, options),
    run,
    processId: process.pid ?? 0,
    dispose() {
      connection.end(new Error('The test has taken this Windows away'));
      disposed ??= endOf(ended).then(() => folder.remove());
      return disposed;
    },
  };
}

/** Lets the process end by itself, as it does when its socket closes; one that hangs is not waited for. */
async function endOf(ended: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const { signal } = patience;
  await Promise.race([ended, pause(5000, null, { signal }).catch(() => null)]);
  patience.abort();
}

function remoteTools(call: (method: string, words: readonly unknown[]) => Promise<unknown>): RemoteTools {
  return new Proxy({} as RemoteTools, {
    get:
      (_, name) =>
      (...words: readonly unknown[]) =>
        call(`world.${String(name)}`, words),
  });
}

function registryOf(folder: WorldFolder, run: WineWorld['run'], tools: RemoteTools): Registry {
  let files = 0;
  return {
    async export(key) {
      const text = await tools.exportKey(key.replace(/^(HKLM|HKEY_LOCAL_MACHINE)\\/, ''));
      if (text === null) throw new Error(`There is no key ${key}`);
      return text;
    },
    async import(text) {
      const name = `registry-${++files}.reg`;
      writeFileSync(join(programFolder(folder), name), `\ufeff${text}`, 'utf16le');
      for (let start = 1; ; start += 1) {
        const ran = await run('reg', ['import', `C:\\cu-rescue-bridge\\${name}`]);
        if (ran.status === 0) return;
        const said = `${ran.stdout}${ran.stderr}`;
        // Whatever reg refuses it says; where it says nothing, Wine did not get it going, and importing twice is importing once.
        if (said !== '' || start === mostStarts) throw new Error(`reg import: status ${ran.status}: ${said}`);
      }
    },
  };
}
