import { win32 as windowsPath } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkedServer } from '../../electron/checked-server.ts';
import type { Conductor, Ended } from '../../electron/conductor.ts';
import { targetState } from '../../electron/server/practice/changes.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import type { Served, Server } from '../../electron/server/server.ts';
import { concrete, inverse, standingOf, targetOf } from '../../shared/change.ts';
import type { Standing } from '../../shared/change.ts';
import type { RescueEvent, StopReason } from '../../shared/events.ts';
import { lookAfterUndo, lookHere } from '../../shared/look-here.ts';
import type { Plan, PlannedChange } from '../../shared/plan-shape.ts';
import { stopText } from '../../shared/text/english/changes.ts';
import {
  Misbehaving,
  whenApplying,
  whenInspected,
  whenReading,
  whenServing,
} from '../fixtures/misbehaving-server.ts';
import type { Misbehaviour } from '../fixtures/misbehaving-server.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { tried } from '../fixtures/tried.ts';
import { leak } from '../fixtures/texts.ts';
import { testClock, touchable, World } from '../fixtures/world.ts';

const benches: Bench[] = [];
afterEach(async () => {
  await Promise.all(benches.splice(0).map(({ world }) => world.close()));
});

/** Where a change of the kind is planned: making a certificate takes time, so only where that is needed. */
const scenarioWith = {
  certificate: 'no-self-signed',
  trust: 'no-self-signed',
  record: 'expired-certificate',
  'key-access': 'expired-certificate',
} as const;
type Kind = keyof typeof scenarioWith;
const kinds = Object.keys(scenarioWith) as readonly Kind[];

/** What became of it, for somebody who reads the screen. */
type End = 'done' | 'not done' | 'look here';

/** A server that misbehaves on order, rescued with one change of every kind; the journal is held against the truth. */
class Bench {
  readonly world: World;
  readonly server: Misbehaving;
  readonly plan: Plan;
  readonly #process: { readonly conductor: Conductor };
  /** Whether what is read is what is there: a server that lies about it makes the journal lie. */
  reads: 'the-truth' | 'lies' = 'the-truth';
  #truth: PracticeState;
  #begin: () => Promise<Ended> = () => Promise.reject(new Error('Not planned'));

  private constructor(world: World) {
    this.world = world;
    this.#truth = world.first;
    this.server = new Misbehaving(async () => {
      this.#truth = await world.state();
    });
    world.pause = this.server.pause;
    world.disguise = (server) =>
      checkedServer(this.server.of(servingItsRecords(server)), {
        clock: testClock,
        origin: { kind: 'practice', scenario: world.first.scenario },
      });
    world.refuseAppend = (event) => {
      this.#check(event);
      return null;
    };
    this.plan = { choice: null, changes: [] };
    this.#process = world.process();
  }

  static async planned(kind: Kind): Promise<Bench> {
    const bench = new Bench(await World.of(scenarioWith[kind]));
    benches.push(bench);
    const { conductor, facts, diagnosis, plan } = await bench.world.planned();
    const changes = [...plan.changes, keyAccessChange(bench.world.first)];
    Object.assign(bench, { plan: { ...plan, changes } });
    bench.#begin = () => conductor.begin(facts, diagnosis, bench.plan);
    Object.assign(bench.#process, { conductor });
    return bench;
  }

  begin(): Promise<Ended> {
    return this.#begin();
  }

  /** The same process goes on. */
  get conductor(): Conductor {
    return this.#process.conductor;
  }

  /** The power went when this change was asked for: it is begun, and was never made. */
  async cutOffAt(changeId: string): Promise<void> {
    this.world.before = ({ name, about }) => {
      if (name === 'apply' && about === `apply ${changeId}`) throw new Error('The power went');
    };
    await expect(this.begin()).rejects.toThrow('The power went');
    this.world.before = () => undefined;
    Object.assign(this.#process, this.world.process());
  }

  newProcess(): void {
    Object.assign(this.#process, this.world.process());
  }

  /** The first change of this kind. */
  idOf(kind: Kind): string {
    return this.plan.changes.find((change) => change.kind === kind)!.id;
  }

  get applied(): number {
    return this.world.calls.filter(({ name }) => name === 'apply').length;
  }

  /** How the change stands in truth. */
  standing(changeId: string, direction: 'apply' | 'undo' = 'apply'): Standing {
    const planned = this.plan.changes.find(({ id }) => id === changeId)!;
    const change = concrete(planned, this.world.rescues[0]!.created);
    const found = targetState(this.#truth, targetOf(change));
    if (found.kind === 'unknown') throw new Error(found.because.code);
    return standingOf(direction === 'apply' ? change : inverse(change), found.value);
  }

  /** What the journal is about to say, held against what is there. */
  #check(event: RescueEvent): void {
    if (this.reads === 'lies') return;
    if (event.kind === 'change-done') {
      // What it made is known to the journal only by this event.
      if (event.found.kind === 'certificate' && event.direction === 'apply') return;
      expect(this.standing(event.changeId, event.direction)).toBe('as-after');
    }
    if (event.kind === 'change-not-done') expect(this.standing(event.changeId)).toBe('as-before');
    if (event.kind === 'change-not-undone' && event.because.kind !== 'unreadable')
      expect(this.standing(event.changeId)).not.toBe('as-before');
    if (event.kind === 'rescue-stopped' && event.because.kind === 'refused')
      expect(this.standing(event.because.changeId)).toBe('as-before');
    if (event.kind === 'rescue-repaired')
      for (const { id } of this.plan.changes) expect(this.standing(id)).toBe('as-after');
    if (event.kind === 'undo-ended' && event.outcome === 'undone')
      expect(touchable(this.#truth)).toEqual(touchable(this.world.first));
  }

  /** The end, as it is told; where a person has to look, with the commands that show it. */
  endOf(ended: Ended): End {
    const rescue = this.world.rescues[0]!;
    switch (ended.kind) {
      case 'repaired':
      case 'undone':
        return 'done';
      case 'partly-undone':
      case 'not-undone':
        expect(lookAfterUndo(rescue).join('\n')).toMatch(showing);
        return 'look here';
      case 'stopped':
        expect(stopText(ended.because)).not.toMatch(leak);
        if (ended.because.kind === 'refused') return 'not done';
        if ('changeId' in ended.because) this.#showsWhereToLook(ended.because);
        return 'look here';
      case 'journal-failed':
        throw new Error(ended.code);
    }
  }

  #showsWhereToLook(because: StopReason): void {
    expect(lookHere(because, this.world.rescues[0]!).join('\n')).toMatch(showing);
  }
}

const showing = /^(netsh http show sslcert ipport=\S+|certutil -store (My|Root) \S+|icacls ".+")/m;

/** No listeners: what a record says is served. */
function servingItsRecords(server: Server): Server {
  const served = async (endpoint: Parameters<Server['served']>[0]): Promise<Served> => {
    const reading = await server.read({ kind: 'record', target: { endpoint, site: '' } });
    if (reading.kind === 'unknown' || reading.value.kind !== 'record') throw new Error('Not read');
    const { state } = reading.value;
    return state.kind === 'absent'
      ? { kind: 'nothing-listens' }
      : { kind: 'certificate', thumbprint: state.value.certificate };
  };
  return { ...sameServer(server), served };
}

function keyAccessChange({ containers, certificates, machineKeys, records }: PracticeState): PlannedChange {
  const container = containers.find(({ name, location }) =>
    certificates.some(({ key }) => location === 'machine' && key.kind === 'linked' && key.container === name),
  )!;
  const present = (accessList: string) => ({ kind: 'present', value: { accessList } }) as const;
  return {
    id: '9',
    kind: 'key-access',
    target: {
      certificate: records[0]!.thumbprint,
      path: windowsPath.join(machineKeys.path, container.name),
    },
    before: present(container.accessList),
    after: present(`${container.accessList}(A;;FR;;;NS)`),
    why: [],
    commands: [],
    undo: { kind: 'restores-before', commands: [] },
  };
}

const phases = ['rescue', 'resume', 'undo'] as const;

/** Brings the bench to where the misbehaviour begins, and gives the command that meets it. */
async function upTo(phase: (typeof phases)[number], kind: Kind, bench: Bench): Promise<() => Promise<Ended>> {
  switch (phase) {
    case 'rescue':
      return () => bench.begin();
    case 'resume':
      await bench.cutOffAt(bench.idOf(kind));
      return () => bench.conductor.resume();
    case 'undo':
      expect(await bench.begin()).toEqual({ kind: 'repaired' });
      return () => bench.conductor.undoAll();
  }
}

const isLate = (how: Misbehaviour) => / late|hangs for ever/.test(how);

/** How it may end, whatever is changed. */
function mayEnd(how: Misbehaviour, phase: (typeof phases)[number]): readonly End[] {
  const notDone: End = phase === 'undo' ? 'look here' : 'not done';
  // What an undo brings back may have served nothing good before.
  const notServed: End = phase === 'undo' ? 'done' : 'look here';
  const otherwise: Partial<Record<Misbehaviour, readonly End[]>> = {
    'fails before': [notDone],
    'says done and did not': [notDone],
    'answers in another shape, having done nothing': [notDone],
    'throws before': [notDone],
    'fails after having done it': ['done'],
    'answers in another shape, having done it': ['done'],
    'throws after having done it': ['done'],
    // The one that hangs is seen to be done, and what comes after it waits; after the last one nothing comes.
    'hangs for ever after it did it': ['done', 'look here'],
    'changes its mind between two reads': ['done', 'not done', 'look here'],
    'hangs when it shakes hands': [notServed],
    'serves in another shape': [notServed],
    'throws when it shakes hands': [notServed],
  };
  return otherwise[how] ?? ['look here'];
}

async function holds(how: Misbehaviour, kind: Kind, phase: (typeof phases)[number]): Promise<void> {
  const bench = await Bench.planned(kind);
  const { server, world } = bench;
  const command = await upTo(phase, kind, bench);
  bench.reads = how === 'changes its mind between two reads' ? 'lies' : 'the-truth';
  server.misbehave(how, kind);
  const ended = await command();
  expect(mayEnd(how, phase)).toContain(bench.endOf(ended));
  server.heal();
  bench.reads = 'the-truth';

  if (isLate(how) && ended.kind === 'stopped') {
    expect(ended.because.kind).toBe('no-answer');
    // Nothing is done while the answer is out.
    const before = bench.applied;
    const again = await (phase === 'undo' ? bench.conductor.undoAll() : bench.conductor.resume());
    expect(again).toMatchObject({ kind: 'stopped', because: { kind: 'no-answer' } });
    expect(bench.applied).toBe(before);
    expect(await bench.conductor.undoAll()).toMatchObject({ because: { kind: 'no-answer' } });
    expect(bench.applied).toBe(before);
    if (how.includes(' late')) await server.answerLate();
    else bench.newProcess();
    expect(await bench.conductor.resume()).toEqual({ kind: 'undone' });
  } else if (isLate(how)) bench.newProcess();
  // Whatever it was: going on ends well, and what was changed is taken back.
  if (phase !== 'undo' && bench.conductor.unfinished !== null) {
    expect(await bench.conductor.resume()).toEqual({ kind: 'repaired' });
  }
  expect(await bench.conductor.undoAll()).toEqual({ kind: 'undone' });
  expect(touchable(await world.state())).toEqual(touchable(world.first));
}

describe.each(kinds)('a server that misbehaves at a change of the kind %s', (kind) => {
  it.each(phases)(
    'at a %s, whatever it does: ends in a clear state, and the journal tells the truth',
    async (phase) => {
      const ways = [
        ...whenApplying,
        ...whenReading,
        ...(kind === 'record' ? whenServing : kind === 'certificate' ? whenInspected : []),
      ];
      for (const how of ways) {
        try {
          await holds(how, kind, phase);
        } catch (error) {
          throw new Error(how, { cause: error });
        }
      }
      tried('misbehaviours', ways.length);
    },
  );
});
