// A rescuer of this Windows that ends itself at a named point: DIRECTORY DEED POINT, and the ports where the test's
// listeners play http.sys, as JSON.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as koffi from 'koffi';
import { systemClock } from '../../electron/clock.ts';
import { systemPause } from '../../electron/pause.ts';
import type { KoffiLibrary } from '../../electron/server/windows/headers.ts';
import { WindowsServer } from '../../electron/server/windows/windows-server.ts';
import { openWindowsServer, type WindowsNeeds } from '../../electron/server/windows/open.ts';
import { runProgram } from '../../electron/server/windows/run-program.ts';
import type { Server } from '../../electron/server/server.ts';
import { doUntil } from '../fault/killed-deed.ts';
import type { Deed } from '../fault/killed-deed.ts';
import type { Points } from '../fault/kill-points.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { listContainers } from './bridge/key-containers.ts';

const [directory = '', deed, fatal = 'named', ports = '{}'] = process.argv.slice(2);

/** The calls that change something in Windows: inside `apply` the process may end before and after each. */
const changing = [
  'HttpSetServiceConfiguration',
  'HttpDeleteServiceConfiguration',
  'HttpUpdateServiceConfiguration',
  'CertAddCertificateContextToStore',
  'CertDeleteCertificateFromStore',
];

type Native = ReturnType<koffi.LibraryHandle['func']>;

/** koffi with a point before and after each of these, be it called here or on a worker thread. */
function koffiWith(points: Points): KoffiLibrary {
  const watched = (name: string, real: Native): Native => {
    const call = (...words: unknown[]) =>
      points.between(name, () => (real as (...w: unknown[]) => unknown)(...words));
    const async = (...words: unknown[]) => {
      const finished = words.at(-1) as (error: Error | null, result: unknown) => void;
      const inBackground = () =>
        new Promise<unknown>((resolve, reject) => {
          (real.async as (...w: unknown[]) => void)(
            ...words.slice(0, -1),
            (error: Error | null, result: unknown) => {
              if (error === null) resolve(result);
              else reject(error);
            },
          );
        });
      points.during(name, inBackground).then(
        (result) => {
          finished(null, result);
        },
        (error: unknown) => {
          finished(error as Error, null);
        },
      );
    };
    return Object.assign(call, { async }) as unknown as Native;
  };
  const load: KoffiLibrary['load'] = (path, ...more) => {
    const real = koffi.load(path, ...more);
    const func = (definition: string): Native => {
      const name = /(\w+)\(/.exec(definition)?.[1] ?? definition;
      const native = real.func(definition);
      return changing.includes(name) ? watched(name, native) : native;
    };
    return Object.create(real, { func: { value: func } }) as typeof real;
  };
  return { ...koffi, load };
}

const machineKeys = 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys';

/** Windows keeps a file for each machine key, Wine an entry in its registry: the files of ours follow the entries. */
function followKeys(): void {
  const ours = (names: readonly string[]) => names.filter((name) => name.startsWith('cu-rescue-'));
  mkdirSync(machineKeys, { recursive: true });
  const containers = ours(listContainers());
  const files = ours(readdirSync(machineKeys));
  for (const name of containers) if (!files.includes(name)) writeFileSync(`${machineKeys}\\${name}`, '');
  for (const name of files) if (!containers.includes(name)) rmSync(`${machineKeys}\\${name}`);
}

function withKeyFiles(server: Server): Server {
  followKeys();
  return {
    ...sameServer(server),
    async apply(change) {
      const applied = await server.apply(change);
      followKeys();
      return applied;
    },
  };
}

const listening = JSON.parse(ports) as Readonly<Record<string, number>>;
const nobody = 1;

void doUntil(fatal, directory, deed as Deed, async (points) => {
  const windows: WindowsNeeds = {
    koffi: () => koffiWith(points),
    architecture: process.arch,
    clock: systemClock,
    pause: systemPause,
    run: runProgram,
    dial: ({ host, port }) => ({
      host: '127.0.0.1',
      port: listening[`${host}:${port}`] ?? listening[`0.0.0.0:${port}`] ?? nobody,
    }),
  };
  const opened = await openWindowsServer(windows, (world) => new WindowsServer(world));
  return opened.kind === 'problem' ? opened : { kind: 'opened', value: withKeyFiles(opened.value) };
});
