import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { look } from '../../electron/conductor.ts';
import type { Ended } from '../../electron/conductor.ts';
import { newIdentity } from '../../electron/identity.ts';
import { readJournal } from '../../electron/journal.ts';
import type { Server } from '../../electron/server/server.ts';
import { openSession } from '../../electron/session.ts';
import type { Session } from '../../electron/session.ts';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import type { RescueEvent } from '../../shared/events.ts';
import type { Look } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { reduce, type Rescue } from '../../shared/rescue.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';

/** What a process of the product has before it when the plan is shown. */
export interface Planned {
  readonly session: Session<Server>;
  readonly look: Look;
  readonly plan: Plan;
}

/** An Exchange server under Wine that is rescued by one process after another, and the data folder of its rescue. */
export interface RescueWorld extends ExchangeWorld {
  /** Absolute: journal and copies lie there. */
  readonly data: string;
  readonly rescues: readonly Rescue[];
  readonly events: readonly RescueEvent[];
  /** Opens the session of a new process for this work, and gives everything back. */
  inSession<T>(work: (session: Session<Server>) => Promise<T>): Promise<T>;
  /** A process that has looked, and the plan that it shows. */
  planned<T>(work: (planned: Planned) => Promise<T>): Promise<T>;
  /** What a person does who accepts what is proposed. */
  begin(): Promise<Ended>;
  undoAll(): Promise<Ended>;
}

/** An Exchange server to be rescued. Windows looks at its own clock: the scenario is one of today. */
export function startFaultyWorld(scenario: string, httpSys: HttpSysVariant): Promise<ExchangeWorld> {
  return startExchangeWorld(scenario, systemClock, { httpSys });
}

/** @param data absolute: an empty folder */
export function rescueIn(exchange: ExchangeWorld, data: string): RescueWorld {
  const entries = () => {
    const journal = readJournal(data);
    if (journal.kind !== 'read') throw new Error(`The journal is ${journal.kind}`);
    return journal.entries;
  };

  async function inSession<T>(work: (session: Session<Server>) => Promise<T>): Promise<T> {
    const opened = await openSession({
      directory: data,
      folder: 'make',
      what: 'a test',
      open: async () => {
        const server = await openRemoteServer(exchange.world, exchange.needs);
        return server.kind === 'problem'
          ? server
          : { kind: 'opened', value: withFilesHere(server.value, exchange.world.driveC) };
      },
      notice: () => undefined,
    });
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    try {
      return await work(opened.value);
    } finally {
      await opened.value.close();
    }
  }

  const planned: RescueWorld['planned'] = (work) =>
    inSession(async (session) => {
      const seen = await look(session.server, newIdentity);
      if (seen.planned.kind !== 'planned') throw new Error(seen.planned.kind);
      return work({ session, look: seen, plan: seen.planned.plan });
    });

  return {
    ...exchange,
    data,
    get rescues() {
      return reduce(entries());
    },
    get events() {
      return entries().map(({ event }) => event);
    },
    inSession,
    planned,
    begin: () =>
      planned(({ session: { conductor }, look: { facts, diagnosis }, plan }) =>
        conductor.begin(facts, diagnosis, plan),
      ),
    undoAll: () => inSession(({ conductor }) => conductor.undoAll()),
  };
}

/** The product reads the files that it keeps by their paths in Windows; here C: is a folder. */
function withFilesHere(server: Server, driveC: string): Server {
  return {
    ...sameServer(server),
    async inspect() {
      const facts = await server.inspect();
      const { filesToKeep } = facts;
      if (filesToKeep.kind === 'unknown') return facts;
      const value = filesToKeep.value.map((file) => ({ ...file, path: hereOf(driveC, file.path) }));
      return { ...facts, filesToKeep: { kind: 'read', value } };
    },
  };
}

/** The file of Linux behind a path of Windows, which has no upper and lower case. */
function hereOf(driveC: string, path: string): string {
  const [, ...names] = path.split('\\');
  return names.reduce((folder, name) => join(folder, nameIn(folder, name)), driveC);
}

function nameIn(folder: string, wanted: string): string {
  try {
    return readdirSync(folder).find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
  } catch {
    return wanted;
  }
}
