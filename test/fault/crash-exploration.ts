import { createHash } from 'node:crypto';
import type { Ended } from '../../electron/conductor.ts';
import { certificateBehind, listens, recordFor } from '../../electron/server/practice/http-sys.ts';
import { systemCanUse } from '../../electron/server/practice/key-store.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import type { Served, Server } from '../../electron/server/server.ts';
import type { Facts } from '../../shared/facts.ts';
import { isUnfinished } from '../../shared/rescue.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { World } from '../fixtures/world.ts';
import type { Call } from '../fixtures/world.ts';

/** What a person can do where a process was killed, or where none has run yet. */
export type Move = 'begin' | 'continue' | 'undo' | 'start-over';

/** Server and journal as a killed process has left them. */
export interface Left {
  readonly world: World;
  /** How it came to this, for people: every move, and where it was killed. */
  readonly path: string;
  /** How many processes were killed on the way. */
  readonly kills: number;
}

/** A move that nothing disturbed, and what a kill at each point of it would have left. */
export interface Run {
  readonly move: Move;
  readonly from: Left;
  readonly ended: Ended | { readonly kind: 'left' | 'nothing-planned' };
  /** Server and journal after it. */
  readonly world: World;
  /** Moments right before and right after each call to the server, its store, the journal and the backup. */
  readonly points: number;
  readonly left: readonly Left[];
}

export interface Explored {
  readonly points: number;
  /** Each state of server and journal once, however many points leave it. */
  readonly states: number;
}

/** What is looked at on the way. */
export interface Checks {
  readonly inEachState: (left: Left) => Promise<void>;
  readonly afterEachMove: (run: Run) => Promise<void>;
}

/**
 * Kills the process at every point of every move, then does the same in each state that this leaves, until none is
 * new. Points that leave the same state of server and journal are one: a new process knows nothing else. A rescue is
 * left for a new plan once.
 * @param mostKills how many processes are killed one after the other; Infinity: as long as one leaves something new
 */
export async function explore(scenario: string, mostKills: number, checks: Checks): Promise<Explored> {
  const untouched: Left = { world: quick(await World.of(scenario)), path: scenario, kills: 0 };
  const seen = new Set([await keyOf(untouched.world)]);
  const states: Left[] = [untouched];
  let points = 0;
  // It grows while it is walked through.
  for (const left of states) {
    await checks.inEachState(left);
    const isKilled = left.kills < mostKills;
    for (const move of movesFrom(left.world.rescues)) {
      const run = await undisturbed(left, move);
      await checks.afterEachMove(run);
      if (isKilled) points += run.points;
      const whole: Left = { world: run.world, path: `${left.path}, ${move}`, kills: left.kills };
      for (const next of isKilled ? [...run.left, whole] : [whole]) {
        const key = await keyOf(next.world);
        if (seen.has(key)) continue;
        seen.add(key);
        states.push(next);
      }
    }
  }
  return { points, states: states.length };
}

function movesFrom(rescues: readonly Rescue[]): readonly Move[] {
  if (rescues.some(isUnfinished)) return ['continue', 'undo', 'start-over'];
  const last = rescues.at(-1);
  if (last === undefined) return ['begin'];
  const mayPlanAnew = last.outcome.kind === 'left' && rescues.length === 1;
  return mayPlanAnew ? ['begin', 'undo'] : ['undo'];
}

async function undisturbed(from: Left, move: Move): Promise<Run> {
  const world = await copyOf(from.world);
  const snapshots: { readonly point: string; readonly world: Promise<World> }[] = [];
  let points = 0;
  let changedSince = false;
  const kill = (when: 'before' | 'after', { name, about }: Call) => {
    points += 1;
    // Nothing else outlives the process, so between two of these every kill leaves the same.
    if (when === 'after' && (name === 'append' || name === 'save')) changedSince = true;
    if (!changedSince) return;
    changedSince = false;
    snapshots.push({ point: `${when} ${name} ${about}`, world: copyOf(world) });
  };
  world.before = (call) => {
    kill('before', call);
  };
  world.after = (call) => {
    kill('after', call);
  };
  const ended = await moved(world, move);
  world.before = () => undefined;
  world.after = () => undefined;
  const left = await Promise.all(
    snapshots.map(async ({ point, world: copy }) => ({
      world: await copy,
      path: `${from.path}, ${move} killed ${point}`,
      kills: from.kills + 1,
    })),
  );
  return { move, from, ended, world, points, left };
}

async function moved(world: World, move: Move): Promise<Run['ended']> {
  switch (move) {
    case 'begin': {
      const { server, conductor } = world.process();
      const { facts, diagnosis, planned } = await world.look(server);
      return planned.kind === 'planned'
        ? conductor.begin(facts, diagnosis, planned.plan)
        : { kind: 'nothing-planned' };
    }
    case 'continue':
      return world.process().conductor.resume();
    case 'undo':
      return world.undoAll();
    case 'start-over':
      return world.process().conductor.leave();
  }
}

/** The same, for somebody else to go on with. */
export async function copyOf(world: World): Promise<World> {
  return quick(await world.left());
}

/**
 * A look costs a signature per certificate and a handshake a listener; here the same server is looked at thousands of
 * times, so what it once showed, it shows again.
 */
function quick(world: World): World {
  world.disguise = (server): Server => ({
    ...sameServer(server),
    inspect: () => remembered(looks, world, '', () => server.inspect()),
    served: (endpoint) =>
      remembered(handshakes, world, endpoint, (state) => Promise.resolve(servedBy(state, endpoint))),
  });
  return world;
}

const looks = new Map<string, Promise<Facts>>();
const handshakes = new Map<string, Promise<Served>>();

async function remembered<Answer>(
  known: Map<string, Promise<Answer>>,
  world: World,
  about: string,
  find: (state: PracticeState) => Promise<Answer>,
): Promise<Answer> {
  const state = await world.state();
  const key = digest([about, state]);
  const answer = known.get(key) ?? find(state);
  known.set(key, answer);
  return answer;
}

function servedBy(state: PracticeState, endpoint: Parameters<Server['served']>[0]): Served {
  if (!listens(state, endpoint)) return { kind: 'nothing-listens' };
  const record = recordFor(state, endpoint);
  const certificate = record === null ? null : certificateBehind(state, record);
  return record !== null && certificate !== null && systemCanUse(state, certificate)
    ? { kind: 'certificate', thumbprint: record.thumbprint }
    : { kind: 'no-handshake', because: { code: 'ECONNRESET', tried: endpoint } };
}

/** Two states under one key cannot be told apart by a process: all of the clock is still, and it asks no more of `how`. */
async function keyOf(world: World): Promise<string> {
  const rescues = world.rescues.map(({ start: { plan }, created, ...rescue }) => ({
    ...rescue,
    start: plan,
    created: [...created],
  }));
  return digest([rescues, await world.state()]);
}

function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => (part === 'settled' ? 'applied' : part));
  return createHash('sha256').update(text).digest('hex');
}
