import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as koffi from 'koffi';
import { systemClock } from '../../../electron/clock.ts';
import type { Opened } from '../../../electron/server/open-server.ts';
import { systemPause } from '../../../electron/pause.ts';
import { freshKeys } from '../../../electron/server/practice/keys.ts';
import { practiceInMemory } from '../../../electron/server/practice/practice.ts';
import { scenarioNamed } from '../../../electron/server/practice/scenarios.ts';
import { openWindowsServer } from '../../../electron/server/windows/open.ts';
import { runProgram } from '../../../electron/server/windows/run-program.ts';
import type { Address } from '../../../electron/handshake.ts';
import type { Server } from '../../../electron/server/server.ts';
import type { SetupStarter } from '../../../electron/server/setup-starter.ts';
import { StartingWindowsServer } from '../../../electron/server/windows/starting-windows-server.ts';
import { sameServer } from '../../fixtures/same-server.ts';
import { noStarter } from '../../fixtures/setup-starter.ts';
import { koffiOf, type Alterations } from './altered-windows.ts';
import { listContainers } from './key-containers.ts';

/** What the test says about the server to be opened; JSON. */
export type OpenNeeds =
  /** A practice server inside the Windows process: how the bridge itself is tested. */
  | { readonly kind: 'practice'; readonly scenario: string }
  /** This Windows. */
  | {
      readonly kind: 'windows';
      /** Endpoint → the port of 127.0.0.1 where the test's listener plays http.sys. */
      readonly ports: Readonly<Record<string, number>>;
      readonly altered?: Alterations;
    };

/** The one place that knows how the server under test is opened. */
export async function openServerUnderTest(needs: OpenNeeds): Promise<Opened<Server & SetupStarter>> {
  if (needs.kind === 'practice') {
    const scenario = scenarioNamed(needs.scenario);
    if (scenario === null) throw new Error(`No scenario is called ${needs.scenario}`);
    const { server } = await practiceInMemory({ scenario, clock: systemClock, keys: freshKeys });
    return { kind: 'opened', value: { ...sameServer(server), ...noStarter } };
  }
  const windows = {
    koffi: () => (needs.altered === undefined ? koffi : koffiOf(needs.altered)),
    architecture: needs.altered?.architecture ?? process.arch,
    clock: systemClock,
    pause: systemPause,
    run: runProgram,
    dial: (address: Address) => listenerFor(needs.ports, address),
  };
  const opened = await openWindowsServer(windows, (world) => new StartingWindowsServer(world));
  return opened.kind === 'problem' ? opened : { kind: 'opened', value: withKeyFiles(opened.value) };
}

/** The listener of exactly this address, otherwise that of every address; a port of nobody's where there is none. */
function listenerFor(ports: Readonly<Record<string, number>>, { host, port }: Address): Address {
  const nobody = 1;
  return { host: '127.0.0.1', port: ports[`${host}:${port}`] ?? ports[`0.0.0.0:${port}`] ?? nobody };
}

const machineKeys = 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys';

/** Windows keeps a file for each machine key, Wine an entry in its registry: here the files follow the entries. */
function withKeyFiles(server: StartingWindowsServer): Server & SetupStarter {
  return {
    ...sameServer(server),
    judgeSetup: (program) => server.judgeSetup(program),
    startSetup: (confirmed, until) => server.startSetup(confirmed, until),
    async apply(change) {
      const before = new Set(listContainers());
      const applied = await server.apply(change);
      const after = new Set(listContainers());
      mkdirSync(machineKeys, { recursive: true });
      for (const name of after) if (!before.has(name)) writeFileSync(`${machineKeys}\\${name}`, '');
      for (const name of readdirSync(machineKeys)) {
        if (before.has(name) && !after.has(name)) rmSync(`${machineKeys}\\${name}`);
      }
      return applied;
    },
  };
}
