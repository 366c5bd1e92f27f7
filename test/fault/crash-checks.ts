import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import { standingOf, targetOf } from '../../shared/change.ts';
import type { ConcreteChange, TargetState } from '../../shared/change.ts';
import type { RescueEvent } from '../../shared/events.ts';
import type { Facts } from '../../shared/facts.ts';
import { isUnfinished, unfinished } from '../../shared/rescue.ts';
import { stageAtStart } from '../../shared/wizard.ts';
import { known } from '../fixtures/practice.ts';
import { shape } from '../fixtures/world.ts';
import type { World } from '../fixtures/world.ts';
import type { Left, Run } from './crash-exploration.ts';

/** The last word of the journal on one target: the change that it was begun for, and what was said of it since. */
interface LastWord {
  readonly change: ConcreteChange;
  readonly event: Extract<RescueEvent, { kind: 'change-about-to' | 'change-done' | 'change-not-done' }>;
}

/** By target, so that a change, its undo and a later plan for the same are one. */
function lastWords(events: readonly RescueEvent[]): readonly LastWord[] {
  const begun = new Map<string, ConcreteChange>();
  const words = new Map<string, LastWord>();
  for (const event of events) {
    if (event.kind === 'change-about-to') begun.set(`${event.rescue} ${event.change.id}`, event.change);
    else if (event.kind !== 'change-done' && event.kind !== 'change-not-done') continue;
    const id = event.kind === 'change-about-to' ? event.change.id : event.changeId;
    const change = begun.get(`${event.rescue} ${id}`);
    // What was there before this program came has no beginning, and no other word.
    if (change !== undefined) words.set(JSON.stringify(targetOf(change)), { change, event });
  }
  return [...words.values()];
}

/** Whether a target may be found so: as the journal knows it, or at one end of what was begun and not ended. */
function mayBe({ change, event }: LastWord, found: TargetState): boolean {
  const standing = standingOf(change, found);
  switch (event.kind) {
    case 'change-about-to':
      // Only the making of a certificate has a half that may be met: its key.
      return ['as-before', 'as-after', ...(change.kind === 'certificate' ? ['partly'] : [])].includes(
        standing,
      );
    case 'change-done':
      return isDeepStrictEqual(found, event.found);
    case 'change-not-done':
      return standing === 'as-before';
  }
}

/** What a look shows of everything that no line of the journal is about. */
function besides(words: readonly LastWord[], facts: Facts, { containers }: PracticeState) {
  const targets = words.map(({ change }) => targetOf(change));
  const isTarget = (fits: (target: (typeof targets)[number]) => boolean) => targets.some(fits);
  return {
    ...facts,
    records: known(facts.records).filter(
      ({ endpoint }) => !isTarget(({ kind, target }) => kind === 'record' && target.endpoint === endpoint),
    ),
    certificates: known(facts.certificates).filter(
      ({ serialNumber, store, thumbprint }) =>
        !isTarget(
          ({ kind, target }) =>
            (kind === 'certificate' && target.serialNumber === serialNumber) ||
            (kind === 'trust' && store === 'Root' && target.certificate === thumbprint),
        ),
    ),
    containers: containers.filter(
      ({ name }) => !isTarget(({ kind, target }) => kind === 'certificate' && target.container === name),
    ),
  };
}

/** Each target is as before or as planned, where the journal knows it as it says; all else is as at the beginning. */
export async function expectWhole({ world, path }: Left, first: Facts): Promise<void> {
  const { server } = world.process();
  const words = lastWords(world.events);
  for (const word of words) {
    const found = known(await server.read(targetOf(word.change)));
    expect([path, mayBe(word, found), word, found]).toEqual([path, true, word, found]);
  }
  const now = besides(words, await server.inspect(), await world.state());
  expect([path, now]).toEqual([path, besides(words, first, world.first)]);
}

/** A rescue that has begun and not ended is what the next process opens with; by the last line, told apart anew. */
export function expectOffered({ world, path }: Left): void {
  const { events, rescues } = world;
  const ended: readonly (RescueEvent['kind'] | undefined)[] = [
    'rescue-repaired',
    'rescue-left',
    'undo-ended',
  ];
  const { conductor } = world.process();
  expect([path, conductor.unfinished]).toEqual([path, unfinished(rescues)]);
  if (rescues.length === 1) {
    expect([path, conductor.unfinished === null]).toEqual([path, ended.includes(events.at(-1)?.kind)]);
  }
  expect([path, stageAtStart(rescues) === 'rebind']).toEqual([path, conductor.unfinished !== null]);
}

/** Going on ends as if nothing had been, and taking back as if nothing had begun. */
export async function expectRightEnd({ move, from, ended, world }: Run, goal: unknown): Promise<void> {
  const path = `${from.path}, ${move}`;
  const before = from.world.rescues;
  const isUndo = move === 'undo' || (move === 'continue' && unfinished(before)?.outcome.kind === 'undoing');
  if (isUndo) {
    expect([path, ended]).toEqual([path, { kind: 'undone' }]);
    expect([path, await world.state()]).toEqual([path, world.first]);
  } else if (move === 'start-over') {
    expect([path, ended, world.rescues.some(isUnfinished)]).toEqual([path, { kind: 'left' }, false]);
    const inDoubt = world.rescues.flatMap(({ steps }) =>
      steps.filter(({ progress }) => progress.kind === 'about-to' && progress.direction === 'apply'),
    );
    // What the server can tell has been asked; a key without its certificate is neither done nor not done.
    for (const { change } of inDoubt) expect([path, change.kind]).toEqual([path, 'certificate']);
  } else if (before.length > 0 && move === 'begin') {
    // What the rescue before has left may be all that was needed.
    expect([path, ['repaired', 'nothing-planned']]).toEqual([path, expect.arrayContaining([ended.kind])]);
  } else {
    expect([path, ended]).toEqual([path, { kind: 'repaired' }]);
    if (world.rescues.length === 1) expect([path, await shapeOf(world)]).toEqual([path, goal]);
  }
}

/** Records, certificates and keys, so that two runs compare. */
export async function shapeOf(world: World) {
  return shape(await world.process().server.inspect(), await world.state());
}
