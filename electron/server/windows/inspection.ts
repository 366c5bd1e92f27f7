import { readFile, stat } from 'node:fs/promises';
import { win32 as windowsPath } from 'node:path';
import type { Facts, FileToKeep, HttpSysFacts } from '../../../shared/facts.ts';
import { read, unknown } from '../../../shared/reading.ts';
import type { Reading } from '../../../shared/reading.ts';
import type { SetupVerdict } from '../../../shared/setup-log/verdict.ts';
import type { Clock } from '../../clock.ts';
import { errorCode } from '../../disk.ts';
import { readSetupLogFile } from '../../log-reader.ts';
import { inTime } from '../../in-time.ts';
import type { Pause } from '../../pause.ts';
import { machineKeysFolder } from './access-lists.ts';
import { machineKeysIn } from './key-files.ts';
import { inspectCertificates } from './certificate-inspection.ts';
import type { ParsedCertificates } from './certificate-inspection.ts';
import { exchangeInstallation, setupStateOf } from './exchange.ts';
import type { Folders } from './folders.ts';
import type { RecordsFound } from './http-record-reader.ts';
import type { HttpSys } from './http-sys.ts';
import { iisInstallation } from './iis-installation.ts';
import { readIis } from './iis.ts';
import type { IisConfiguration } from './iis.ts';
import { ipListenList } from './ip-listen-list.ts';
import type { KeyTries } from './key-tries.ts';
import { expanded, identityOf } from './machine.ts';
import { runningProcesses } from './processes.ts';
import { rebindersOf } from './rebinders.ts';
import type { Registry } from './registry.ts';
import type { RunProgram } from './run-program.ts';
import { servicesOf } from './services.ts';
import { setupProcesses } from './setup-processes.ts';
import { certificateEvents } from './system-events.ts';
import type { Win32 } from './win32.ts';
import { asReading } from './windows-error.ts';

/** What is looked at, and with what. */
export interface InspectedWindows {
  readonly win32: Win32;
  readonly httpSys: HttpSys;
  readonly registry: Registry;
  readonly folders: Folders;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly run: RunProgram;
  readonly parsed: ParsedCertificates;
  readonly keyTries: KeyTries;
}

/** Milliseconds that a file may take: IIS's configuration may lie on another server. */
const fileLimit = 10_000;

/** Looks at everything, changes nothing. A part that cannot be read is `unknown`, the rest goes on. */
export async function inspectWindows(windows: InspectedWindows): Promise<Facts> {
  const { win32, httpSys, registry, folders, clock, run } = windows;
  // Side by side: each waits for another part of Windows.
  const found = asReading(() => httpSys.records());
  const records = found.then((all) => (all.kind === 'read' ? read(all.value.records) : all));
  const setup = setupVerdict(windows);
  const [windowsEvents, certificates, services, rebinders, iis, setupState, machineKeys] = await Promise.all([
    // Another program prints them.
    certificateEvents(run, win32.systemFolder),
    asReading(() => inspectCertificates(windows, records)),
    asReading(() => servicesOf(win32, isOfExchangeOrIis)),
    asReading(() => rebindersOf(registry, folders.tasks)),
    iisConfiguration(windows),
    asReading(async () => setupStateOf(registry, await processesOfSetup(windows, await setup))),
    asReading(() => machineKeysFolder(win32, machineKeysIn(folders.programData))),
  ]);
  return {
    origin: { kind: 'windows' },
    takenAt: clock.now().toISOString(),
    utcOffsetMinutes: clock.utcOffsetMinutes(),
    server: await asReading(() => identityOf(win32, registry)),
    exchange: await asReading(() => exchangeInstallation(registry, folders.exchange)),
    sites: iis.sites,
    records: await records,
    httpSys: read(httpSysFacts(httpSys, await found)),
    certificates,
    services,
    setup: await setup,
    setupState,
    metabaseHashes: iis.metabaseHashes,
    clientProtection: iis.clientProtection,
    ipListenList: await asReading(() => ipListenList(win32)),
    iis: await asReading(() => iisInstallation(registry)),
    windowsEvents,
    rebinders,
    machineKeys,
    filesToKeep: filesToKeep(iis, folders),
  };
}

/** Where none could be listed, that is said of all records. */
function httpSysFacts({ recordReplacement }: HttpSys, found: Reading<RecordsFound>): HttpSysFacts {
  return { recordReplacement, unreadRecords: found.kind === 'read' ? found.value.unread : [] };
}

function iisConfiguration({ win32, folders, pause }: InspectedWindows): Promise<IisConfiguration> {
  return readIis({
    systemRoot: folders.systemRoot,
    readFile: (path) => fileInTime(pause, path, fileBytes(path)),
    expand: (text) => expanded(win32, text),
  });
}

async function setupVerdict({ win32, folders }: InspectedWindows): Promise<Reading<SetupVerdict>> {
  const reading = await readSetupLogFile(folders.setupLog, { ansi: `windows-${win32.GetACP()}` });
  return reading.kind === 'read' ? read(reading.verdict) : unknown(reading.code, folders.setupLog);
}

function processesOfSetup(
  { win32, pause }: InspectedWindows,
  setup: Reading<SetupVerdict>,
): Promise<readonly string[]> {
  const media = setup.kind === 'read' ? (setup.value.run?.media ?? null) : null;
  const isThere = async (path: string) => (await fileInTime(pause, path, folderAt(path))).kind === 'read';
  return setupProcesses(runningProcesses(win32), { media, isThere });
}

function filesToKeep({ path }: IisConfiguration, { setupLogs }: Folders): Reading<readonly FileToKeep[]> {
  if (path.kind === 'unknown') return path;
  const names = ['ExchangeSetup.log', 'ServiceControl.log', 'ServiceState.xml', 'ServiceStartupMode.xml'];
  // Whether they are there or not: what cannot be copied is told by who copies it.
  const logs = names.map((name) => ({ name, path: windowsPath.join(setupLogs, name) }));
  return read([{ name: 'applicationHost.config', path: path.value }, ...logs]);
}

function isOfExchangeOrIis(name: string): boolean {
  return /^(MSExchange.*|HostControllerService|FMS|IISADMIN|W3SVC|WAS)$/i.test(name);
}

/** `ETIMEDOUT` when it takes too long. */
function fileInTime<T>(pause: Pause, tried: string, reading: Promise<Reading<T>>): Promise<Reading<T>> {
  return inTime(pause, fileLimit, reading, () => unknown<T>('ETIMEDOUT', tried));
}

async function fileBytes(path: string): Promise<Reading<Uint8Array>> {
  try {
    return read(await readFile(path));
  } catch (error) {
    return unknown(errorCode(error), path);
  }
}

/** What is there and no folder is `ENOTDIR`. */
async function folderAt(path: string): Promise<Reading<string>> {
  try {
    return (await stat(path)).isDirectory() ? read(path) : unknown('ENOTDIR', path);
  } catch (error) {
    return unknown(errorCode(error), path);
  }
}
