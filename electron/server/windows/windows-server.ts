import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { win32 as windowsPath } from 'node:path';
import { assertNever } from '../../../shared/assert-never.ts';
import type {
  ConcreteChange,
  RecordChange,
  Target,
  TargetState,
  TrustChange,
} from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { personalStore, settingsOf } from '../../../shared/facts.ts';
import type { Certificate, Facts, FileToKeep } from '../../../shared/facts.ts';
import { read, unknown } from '../../../shared/reading.ts';
import type { Reading } from '../../../shared/reading.ts';
import type { SetupVerdict } from '../../../shared/setup-log/verdict.ts';
import type { SetupProgress } from '../../../shared/setup-progress.ts';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import type { Clock } from '../../clock.ts';
import { errorCode } from '../../disk.ts';
import { followSetupLog } from '../../follow-setup.ts';
import { servedCertificate } from '../../handshake.ts';
import type { Address } from '../../handshake.ts';
import { readSetupLogFile } from '../../log-reader.ts';
import { growingFile } from '../../log-tail.ts';
import type { Pause } from '../../pause.ts';
import { certificateFacts, certificateValueOf } from '../certificate-facts.ts';
import type { Applied, Served, Server } from '../server.ts';
import { addressFor, localAddresses } from './addresses.ts';
import { addCertificate, certificatesIn, removeCertificate } from './certificates.ts';
import type { StoredCertificate } from './certificates.ts';
import { exchangeInstallation, setupStateOf } from './exchange.ts';
import { constants } from './headers.ts';
import type { HttpSys } from './http-sys.ts';
import { readIis } from './iis.ts';
import type { IisConfiguration } from './iis.ts';
import { keyFilesOf } from './key-files.ts';
import { expanded, identityOf } from './machine.ts';
import {
  createCertificate,
  createdCertificate,
  keyExists,
  removeCreatedCertificate,
} from './new-certificate.ts';
import { privateKeyOf } from './private-keys.ts';
import { runningProcesses } from './processes.ts';
import { registryOf } from './registry.ts';
import type { Registry } from './registry.ts';
import { servicesOf } from './services.ts';
import type { Win32 } from './win32.ts';
import { asReading, becauseOf, WindowsError } from './windows-error.ts';

/** Milliseconds that a handshake with this very machine may take. */
const handshakeLimit = 10_000;

/** The stores under LocalMachine that are looked at. */
const stores = [personalStore, 'WebHosting', 'Root'] as const;
const trustedStore = 'Root';

export interface WindowsWorld {
  readonly win32: Win32;
  readonly httpSys: HttpSys;
  readonly clock: Clock;
  readonly pause: Pause;
  /** Where an address of this machine is reached: itself, unless a test puts something before it. */
  readonly dial: (address: Address) => Address;
}

/** The real server, through the Windows API. */
export class WindowsServer implements Server {
  readonly #world: WindowsWorld;
  readonly #registry: Registry;

  constructor(world: WindowsWorld) {
    this.#world = world;
    this.#registry = registryOf(world.win32);
  }

  async inspect(): Promise<Facts> {
    const { win32, httpSys, clock } = this.#world;
    const iis = await this.#iis();
    return {
      origin: { kind: 'windows' },
      takenAt: clock.now().toISOString(),
      utcOffsetMinutes: clock.utcOffsetMinutes(),
      server: await asReading(() => identityOf(win32, this.#registry)),
      exchange: await asReading(() =>
        exchangeInstallation(this.#registry, this.#variable('ExchangeInstallPath')),
      ),
      sites: iis.sites,
      records: await asReading(() => httpSys.records()),
      certificates: await asReading(() => this.#certificates()),
      services: await asReading(() => servicesOf(win32, isOfExchangeOrIis)),
      setup: await this.#setup(),
      setupState: await asReading(() => setupStateOf(this.#registry, runningProcesses(win32))),
      metabaseHashes: iis.metabaseHashes,
      clientProtection: iis.clientProtection,
      filesToKeep: this.#filesToKeep(iis),
    };
  }

  read(target: Target): Promise<Reading<TargetState>> {
    return asReading(() => this.#read(target));
  }

  async apply(change: ConcreteChange): Promise<Applied> {
    try {
      await this.#apply(change);
      return { kind: 'applied' };
    } catch (error) {
      return { kind: 'refused', because: becauseOf(error) };
    }
  }

  async served(endpoint: Endpoint): Promise<Served> {
    const records = await asReading(() => this.#world.httpSys.records());
    if (records.kind === 'unknown') return { kind: 'no-handshake', because: records.because };
    const recorded = records.value.map((record) => record.endpoint);
    const address = addressFor(endpoint, recorded, localAddresses());
    return servedCertificate(this.#world.dial(address), handshakeLimit);
  }

  followSetup(told: (progress: SetupProgress) => void, until: AbortSignal): Promise<void> {
    return followSetupLog(growingFile(this.#setupLog), told, until, this.#world);
  }

  close(): Promise<void> {
    this.#world.httpSys.close();
    return Promise.resolve();
  }

  async #read(target: Target): Promise<TargetState> {
    const { win32, httpSys } = this.#world;
    switch (target.kind) {
      case 'record': {
        const found = await httpSys.record(target.target.endpoint);
        if (found.kind === 'absent') return { kind: 'record', state: found };
        const value = { ...settingsOf(found.value), certificate: found.value.thumbprint };
        return { kind: 'record', state: { kind: 'present', value } };
      }
      case 'certificate': {
        const found = createdCertificate(win32, target.target);
        if (found === null) {
          const begun = await keyExists(win32, target.target);
          return { kind: 'certificate', state: { kind: begun ? 'partly' : 'absent' } };
        }
        const value = certificateValueOf(certificateFacts({ ...found, key: unknown('NOT_ASKED', 'key') }));
        return { kind: 'certificate', state: { kind: 'present', value, thumbprint: found.thumbprint } };
      }
      case 'trust': {
        const isTrusted = findCertificate(win32, trustedStore, target.target.certificate) !== null;
        return {
          kind: 'trust',
          state: isTrusted ? { kind: 'present', value: { store: trustedStore } } : { kind: 'absent' },
        };
      }
      default:
        return assertNever(target);
    }
  }

  #apply(change: ConcreteChange): Promise<void> | void {
    switch (change.kind) {
      case 'record':
        return this.#applyRecord(change);
      case 'certificate':
        return change.after.kind === 'present'
          ? createCertificate(this.#world.win32, change.target, change.after.value)
          : removeCreatedCertificate(this.#world.win32, change.target);
      case 'trust':
        this.#applyTrust(change);
        return;
      default:
        return assertNever(change);
    }
  }

  #applyRecord({ target, after }: RecordChange<Thumbprint>): Promise<void> {
    const { httpSys } = this.#world;
    if (after.kind === 'absent') return httpSys.remove(target.endpoint);
    const { certificate, ...settings } = after.value;
    return httpSys.put({ ...settings, endpoint: target.endpoint, thumbprint: certificate });
  }

  #applyTrust({ target, after }: TrustChange<Thumbprint>): void {
    const { win32 } = this.#world;
    if (after.kind === 'absent') {
      removeCertificate(win32, trustedStore, target.certificate);
      return;
    }
    const own = findCertificate(win32, personalStore, target.certificate);
    if (own === null)
      throw new WindowsError(`certificate ${target.certificate}`, constants.CRYPT_E_NOT_FOUND);
    // Made anew from its DER: a copy in Root has no key.
    addCertificate(win32, { ...own, store: trustedStore, key: null });
  }

  async #certificates(): Promise<readonly Certificate[]> {
    const { win32 } = this.#world;
    const files = keyFilesOf(this.#registry, this.#variable('ProgramData') ?? '');
    const certificates: Certificate[] = [];
    for (const store of stores) {
      for (const stored of certificatesIn(win32, store)) {
        const key = await privateKeyOf(win32, files, store === trustedStore ? null : stored.key);
        certificates.push(certificateFacts({ ...stored, key }));
      }
    }
    return certificates;
  }

  #iis(): Promise<IisConfiguration> {
    return readIis({
      systemRoot: windowsPath.dirname(this.#world.win32.systemFolder),
      readFile: fileBytes,
      expand: (text) => expanded(this.#world.win32, text),
    });
  }

  async #setup(): Promise<Reading<SetupVerdict>> {
    const ansi = `windows-${this.#world.win32.GetACP()}`;
    const reading = await readSetupLogFile(this.#setupLog, { ansi });
    return reading.kind === 'read' ? read(reading.verdict) : unknown(reading.code, this.#setupLog);
  }

  get #setupLog(): string {
    return windowsPath.join(this.#setupLogs, 'ExchangeSetup.log');
  }

  get #setupLogs(): string {
    const { root } = windowsPath.parse(this.#world.win32.systemFolder);
    return windowsPath.join(root, 'ExchangeSetupLogs');
  }

  #filesToKeep({ path }: IisConfiguration): Reading<readonly FileToKeep[]> {
    if (path.kind === 'unknown') return path;
    const names = ['ExchangeSetup.log', 'ServiceControl.log', 'ServiceState.xml', 'ServiceStartupMode.xml'];
    const logs = names
      .map((name) => ({ name, path: windowsPath.join(this.#setupLogs, name) }))
      .filter((file) => existsSync(file.path));
    return read([{ name: 'applicationHost.config', path: path.value }, ...logs]);
  }

  /** An environment variable; `null` when it is not set. */
  #variable(name: string): string | null {
    const text = `%${name}%`;
    const value = expanded(this.#world.win32, text);
    return value === text ? null : value;
  }
}

function findCertificate(win32: Win32, store: string, wanted: Thumbprint): StoredCertificate | null {
  return certificatesIn(win32, store).find(({ thumbprint }) => thumbprint === wanted) ?? null;
}

function isOfExchangeOrIis(name: string): boolean {
  return /^(MSExchange.*|HostControllerService|FMS|IISADMIN|W3SVC|WAS|HTTP)$/i.test(name);
}

async function fileBytes(path: string): Promise<Reading<Uint8Array>> {
  try {
    return read(await readFile(path));
  } catch (error) {
    return unknown(errorCode(error), path);
  }
}
