import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../../electron/clock.ts';
import { buildScenario } from '../../electron/server/practice/build-scenario.ts';
import type { BuiltServer } from '../../electron/server/practice/build-scenario.ts';
import { listens } from '../../electron/server/practice/http-sys.ts';
import { administratorMay } from '../../electron/server/practice/key-access.ts';
import { scenarioNamed } from '../../electron/server/practice/scenarios.ts';
import type { PracticeState, StateCertificate } from '../../electron/server/practice/state.ts';
import type { Server } from '../../electron/server/server.ts';
import type { SetupStarter } from '../../electron/server/setup-starter.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import type { Container } from './bridge/key-containers.ts';
import type { OpenNeeds } from './bridge/open-server.ts';
import { exchangeRegistry } from './exchange-registry.ts';
import { startHttpSysListeners, type HttpSysListeners } from './http-sys-listeners.ts';
import { openRemoteServer } from './remote-server.ts';
import { startWineWorld, type WineWorld, type WorldOptions } from './wine-world.ts';

/** A Windows that is an Exchange server, and the product's server on it. */
export interface ExchangeWorld {
  readonly world: WineWorld;
  readonly server: Server & SetupStarter;
  readonly built: BuiltServer;
  /** With these it is opened once more, as a new process of the product would. */
  readonly needs: Extract<OpenNeeds, { kind: 'windows' }>;
  dispose(): Promise<void>;
}

/** Where Windows keeps the machine's keys, one file for each container. */
const machineKeys = 'ProgramData/Microsoft/Crypto/RSA/MachineKeys';

/** A practice scenario, built into a Windows: the same certificates, records, services, files and traces of Setup. */
export async function startExchangeWorld(
  scenario: string,
  clock: Clock,
  { httpSys = 'with-update' }: Partial<WorldOptions> = {},
): Promise<ExchangeWorld> {
  const named = scenarioNamed(scenario);
  if (named === null) throw new Error(`No scenario ${scenario}`);
  const built = await buildScenario(named, clock, fixedKeys());
  const world = await startWineWorld({ httpSys });
  let listeners: HttpSysListeners | null = null;
  try {
    await furnishExchange(world, built);
    const endpoints = built.state.sites.flatMap(({ bindings }) => bindings.map(({ endpoint }) => endpoint));
    // Where the web server is off, nothing listens.
    const served = endpoints.filter((endpoint) => listens(built.state, endpoint));
    listeners = await startHttpSysListeners(world, served);
    const needs = { kind: 'windows', ports: Object.fromEntries(listeners.ports) } as const;
    const opened = await openRemoteServer(world, needs);
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    const playing = listeners;
    return {
      world,
      server: opened.value,
      built,
      needs,
      async dispose() {
        await playing.close();
        await world.dispose();
      },
    };
  } catch (error) {
    await listeners?.close();
    await world.dispose();
    throw error;
  }
}

/** Makes this Windows the server of a scenario. */
async function furnishExchange(world: WineWorld, { state, files }: BuiltServer): Promise<void> {
  for (const certificate of state.certificates) await addCertificate(world, state, certificate);
  await world.registry.import(exchangeRegistry(state));
  const path = String.raw`C:\windows\system32\svchost.exe`;
  await world.tools.createServices(
    state.services.map(({ name, startType }) => ({ name, displayName: name, startType, path })),
  );
  writeIn(
    world,
    'windows/system32/inetsrv/config/applicationHost.config',
    files['inetsrv/config/applicationHost.config'],
  );
  for (const [name, text] of Object.entries(files)) {
    if (name.startsWith('ExchangeSetupLogs/')) writeIn(world, name, text);
  }
}

async function addCertificate(world: WineWorld, state: PracticeState, certificate: StateCertificate) {
  const { der, store, friendlyName, key } = certificate;
  if (key.kind === 'none') {
    await world.tools.addCertificate({ der, store, friendlyName, key: null });
    return;
  }
  const container: Container = {
    container: key.container,
    provider: key.providerName,
    providerType: key.provider === 'CNG' ? 0 : 12,
    keySpec: 1,
    owner: key.location === 'machine' ? 'machine' : 'user',
  };
  const held = state.containers.find(({ name }) => name === key.container);
  // Wine's containers open for everybody: one that may not be opened is one whose file alone is there.
  const opens = key.provider === 'CSP' && held !== undefined && administratorMay(held) === 'full-control';
  const pkcs8Pem = opens ? held.privateKey : null;
  await world.tools.addCertificate({ der, store, friendlyName, key: { ...container, pkcs8Pem } });
  if (held !== undefined) {
    const file = writeIn(world, `${machineKeys}/${key.container}`, '');
    // Wine makes an access list up from the mode, and this is the one that it makes of that list again.
    chmodSync(file, 0o775);
  }
}

/** Where it has been written. */
function writeIn(world: WineWorld, name: string, text: string): string {
  const path = join(world.driveC, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
