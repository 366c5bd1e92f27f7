import fc from 'fast-check';
import type { Ended } from '../../../electron/conductor.ts';
import type { Choice } from '../../../shared/candidates.ts';
import type { Look } from '../../../shared/look.ts';
import { undoableAlone } from '../../../shared/undo-alone.ts';
import { checkAlways, checkApplied, checkOneUndone, checkUndone } from './invariants.ts';
import type { Disturbance } from './boundary.ts';
import type { Machine } from './machine.ts';
import type { Model } from './model.ts';
import { must } from './model.ts';
import { anyOutsideChange } from './outside.ts';
import type { OutsideChange } from './outside.ts';
import { differing, placesOf, restOf } from './places.ts';

export type Command = fc.AsyncCommand<Model, Machine>;

/** What a person, or the world, does; `check` says when it can be done. */
function command(
  name: string,
  check: (model: Readonly<Model>) => boolean,
  run: (model: Model, machine: Machine) => Promise<void>,
): Command {
  return { check: (model) => check(model), run, toString: () => name };
}

const always = () => true;
const yearMilliseconds = 365 * 86_400_000;

export const inspect = command('inspect', always, async (model, machine) => {
  const before = placesOf(machine.state);
  show(model, machine, await machine.look());
  must(differing(before, placesOf(machine.state)).length === 0, 'Looking has changed the server');
  checkAlways(model, machine);
});

export type Wish = { readonly kind: 'there'; readonly number: number } | Extract<Choice, { kind: 'create' }>;

function choose(wish: Wish): Command {
  return command(
    `choose(${JSON.stringify(wish)})`,
    ({ shown, unfinished }) => shown !== null && unfinished === 'none',
    (model, machine) => {
      const { look } = model.shown!;
      show(model, machine, machine.choose(look, choiceOf(look, wish)), model.shown!.asOf);
      return Promise.resolve();
    },
  );
}

function choiceOf({ candidates: { candidates, preselected } }: Look, wish: Wish): Choice {
  if (wish.kind === 'create') return wish;
  const suitable = candidates.filter(({ suitability }) => suitability === 'suitable');
  const candidate = suitable[wish.number % Math.max(1, suitable.length)];
  return candidate === undefined ? preselected : { kind: 'use', thumbprint: candidate.thumbprint };
}

export function begin(disturbance: Disturbance | null): Command {
  return command(
    `begin(${shown(disturbance)})`,
    ({ shown: seen, unfinished }) => (seen?.plan ?? null) !== null && unfinished === 'none',
    async (model, machine) => {
      const { look, plan } = model.shown!;
      const worked = await machine.during(disturbance, (conductor) =>
        conductor.begin(look.facts, look.diagnosis, plan!),
      );
      checkAlways(model, machine);
      if (worked.kind === 'ended') checkApplied(model, machine, worked.how, stopOf(disturbance));
      show(model, machine, await machine.look());
    },
  );
}

function goOn(disturbance: Disturbance | null): Command {
  return command(
    `goOn(${shown(disturbance)})`,
    ({ unfinished }) => unfinished !== 'none',
    async (model, machine) => {
      const from = machine.entries.length;
      const { disturbances } = model;
      const going = model.unfinished;
      const before = machine.conductor.rescues;
      const { outcome, number } = machine.conductor.unfinished!;
      const worked = await machine.during(disturbance, (conductor) => conductor.resume());
      checkAlways(model, machine);
      if (worked.kind === 'ended') {
        const stop = stopOf(disturbance);
        if (going === 'undoing') checkUndone(model, machine, worked.how, { from, disturbances, stop });
        else if (outcome.kind === 'undoing' && outcome.alone !== null) {
          const name = { rescue: number, changeId: outcome.alone.changeId };
          checkOneUndone(model, machine, worked.how, { name, before, from, disturbances });
        } else checkApplied(model, machine, worked.how, stop);
      }
      show(model, machine, await machine.look());
    },
  );
}

export function startOver(disturbance: Disturbance | null): Command {
  return command(
    `startOver(${shown(disturbance)})`,
    ({ unfinished }) => unfinished !== 'none',
    async (model, machine) => {
      const before = placesOf(machine.state);
      const outside = model.disturbances;
      const worked = await machine.during(disturbance, (conductor) => conductor.leave());
      checkAlways(model, machine);
      must(
        outside < model.disturbances || differing(before, placesOf(machine.state)).length === 0,
        'Starting over has changed the server',
      );
      if (worked.kind === 'ended') {
        must(worked.how.kind === 'left', `Starting over ended ${worked.how.kind}`);
        must(machine.conductor.unfinished === null, 'Started over, and something is unfinished');
      }
      show(model, machine, await machine.look());
    },
  );
}

export function undoAll(disturbance: Disturbance | null): Command {
  return command(`undoAll(${shown(disturbance)})`, always, async (model, machine) => {
    const from = machine.entries.length;
    const { disturbances } = model;
    const worked = await machine.during(disturbance, (conductor): Promise<Ended> => conductor.undoAll());
    checkAlways(model, machine);
    const stop = stopOf(disturbance);
    if (worked.kind === 'ended') checkUndone(model, machine, worked.how, { from, disturbances, stop });
    show(model, machine, await machine.look());
  });
}

/** @param pick which of the changes that may be taken back alone; where there is none, nothing is done. */
function undoOne(pick: number, disturbance: Disturbance | null): Command {
  return command(`undoOne(${String(pick)}, ${shown(disturbance)})`, always, async (model, machine) => {
    const before = machine.conductor.rescues;
    const may = undoableAlone(before);
    const picked = may[pick % Math.max(1, may.length)];
    if (picked === undefined) return;
    const name = { rescue: picked.rescue.number, changeId: picked.step.change.id };
    const from = machine.entries.length;
    const { disturbances } = model;
    const worked = await machine.during(disturbance, (conductor): Promise<Ended> => conductor.undoOne(name));
    checkAlways(model, machine);
    if (worked.kind === 'ended')
      checkOneUndone(model, machine, worked.how, { name, before, from, disturbances });
    show(model, machine, await machine.look());
  });
}

const powerCut = command('powerCut', always, async (model, machine) => {
  await machine.openAnew();
  checkAlways(model, machine);
  show(model, machine, await machine.look());
});

export function changedOutside(change: OutsideChange): Command {
  return command(`changedOutside(${JSON.stringify(change)})`, always, (model, machine) => {
    machine.changeOutside(change);
    model.check(placesOf(machine.state));
    return Promise.resolve();
  });
}

function clockMoved(years: 1 | -1): Command {
  return command(`clockMoved(${years})`, always, (model, machine) => {
    machine.moveClock(years * yearMilliseconds);
    model.disturbances += 1;
    return Promise.resolve();
  });
}

const setupRunAgain = command('setupRunAgain', always, async (model, machine) => {
  await machine.runSetup();
  model.rest = restOf(machine.state);
  checkAlways(model, machine);
  show(model, machine, await machine.look());
});

const secondOpened = command('secondOpened', always, async (_model, machine) => {
  const second = await machine.openSecond();
  must(second.kind === 'held', 'A second one holds the lock as well');
  must(second.kind === 'held' && second.holder?.what === 'window', 'The second one is told of somebody else');
});

function show(
  model: Model,
  machine: Machine,
  look: Look,
  asOf = { places: placesOf(machine.state), disturbances: model.disturbances },
): void {
  const plan = look.planned.kind === 'planned' ? look.planned.plan : null;
  model.shown = { look, plan, planText: JSON.stringify(plan), asOf };
}

function stopOf(disturbance: Disturbance | null): 'asked' | 'not-asked' {
  return disturbance?.what.kind === 'stop-asked' ? 'asked' : 'not-asked';
}

function shown(disturbance: Disturbance | null): string {
  return JSON.stringify(disturbance);
}

const anyDisturbance: fc.Arbitrary<Disturbance | null> = fc.option(
  fc.record({
    at: fc.integer({ min: 1, max: 40 }),
    what: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ kind: 'power-cut' as const }) },
      fc.constant({ kind: 'torn-write' as const }),
      fc.constant({ kind: 'stop-asked' as const }),
      {
        weight: 2,
        arbitrary: anyOutsideChange.map((change) => ({ kind: 'outside' as const, change })),
      },
    ),
  }),
  { freq: 3 },
);

const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('there' as const), number: fc.nat(3) }),
  fc.constantFrom<Wish>(
    { kind: 'create', trust: 'add-to-root' },
    { kind: 'create', trust: 'leave-untrusted' },
  ),
);

/** The commands of a sequence; one that is named twice comes twice as often. */
export const anyCommand: readonly fc.Arbitrary<Command>[] = [
  ...often(1, fc.constant(inspect)),
  ...often(3, anyWish.map(choose)),
  ...often(6, anyDisturbance.map(begin)),
  ...often(5, anyDisturbance.map(goOn)),
  ...often(2, anyDisturbance.map(startOver)),
  ...often(3, anyDisturbance.map(undoAll)),
  ...often(
    4,
    fc.tuple(fc.nat(7), anyDisturbance).map(([pick, disturbance]) => undoOne(pick, disturbance)),
  ),
  ...often(1, fc.constant(powerCut)),
  ...often(5, anyOutsideChange.map(changedOutside)),
  ...often(1, fc.constantFrom(1 as const, -1 as const).map(clockMoved)),
  ...often(1, fc.constant(setupRunAgain)),
  ...often(1, fc.constant(secondOpened)),
];

function often(times: number, one: fc.Arbitrary<Command>): readonly fc.Arbitrary<Command>[] {
  return Array.from({ length: times }, () => one);
}
