import { isDeepStrictEqual } from 'node:util';
import type { Ended } from '../../../electron/conductor.ts';
import { keyAccessLists } from '../../../electron/server/practice/key-access.ts';
import { needsUndo } from '../../../electron/undo.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { MissingCertificate } from '../../../shared/change.ts';
import type { NotUndone, StopReason } from '../../../shared/events.ts';
import { reduce, wasBegun } from '../../../shared/rescue.ts';
import type { Rescue } from '../../../shared/rescue.ts';
import type { ChangeName } from '../../../shared/undo-alone.ts';
import type { Machine } from './machine.ts';
import { must } from './model.ts';
import type { Model } from './model.ts';
import { absent, at, describedBy, place, placesOf, restOf } from './places.ts';
import { comparedPlaces, writesOf } from './writes.ts';

/** What has to hold after every command, whatever it was. */
export function checkAlways(model: Model, machine: Machine): void {
  const now = placesOf(machine.state);
  model.tell(machine.entries);
  model.check(now);
  must(
    isDeepStrictEqual(restOf(machine.state), model.rest),
    'Something has changed that no rescue has any business with',
  );
  const { rescues, unfinished } = machine.conductor;
  if (model.journal === 'moved') {
    const onDisk = machine.entriesOnDisk;
    must(isDeepStrictEqual(onDisk, machine.entries), 'The journal on the disk says something else');
    must(isDeepStrictEqual(reduce(onDisk), rescues), 'Read from the disk, the rescues are others');
    model.journal = 'read-back';
  }
  model.unfinished = wayOf(unfinished);
}

function wayOf(unfinished: Rescue | null): Model['unfinished'] {
  if (unfinished === null) return 'none';
  const { outcome } = unfinished;
  if (outcome.kind !== 'undoing') return 'applying';
  return outcome.alone === null ? 'undoing' : 'undoing-one';
}

/** How a rescue may end that went on. */
export function checkApplied(model: Model, machine: Machine, how: Ended, stop: 'asked' | 'not-asked'): void {
  const rescue = machine.conductor.rescues.at(-1);
  must(rescue !== undefined, 'A rescue went on, and there is none');
  if (rescue === undefined) return;
  switch (how.kind) {
    case 'repaired':
      must(
        rescue.steps.every(({ progress }) => progress.kind === 'done'),
        'Repaired, and not every change is done',
      );
      return;
    case 'stopped':
      must(
        how.because.kind === 'asked' ||
          // Whether SYSTEM may use a key, an administrator's look does not try; http.sys does.
          (how.because.kind === 'refused' && isShutToSystem(model)) ||
          model.disturbances > model.rescue(rescue.number).disturbances,
        `Nobody has come between, and it stops: ${JSON.stringify(how.because)}`,
      );
      checkStop(model, rescue.number, how.because, stop);
      return;
    case 'undone':
    case 'partly-undone':
    case 'not-undone':
    case 'journal-failed':
      must(false, `It went on, and ended ${how.kind}`);
      return;
    default:
      assertNever(how);
  }
}

function isShutToSystem(model: Model): boolean {
  return [...model.known.values()].includes(keyAccessLists.systemRefused);
}

function checkStop(model: Model, rescue: number, because: StopReason, stop: 'asked' | 'not-asked'): void {
  switch (because.kind) {
    case 'asked':
      must(stop === 'asked', 'It stops, and nobody asked for it');
      return;
    case 'moved':
    case 'uncertain':
      must(
        isElsewhere(model, rescue, because.changeId, 'apply'),
        `Change ${because.changeId} is ${because.kind}, and its target is as it should be`,
      );
      return;
    case 'unreadable':
    case 'no-answer':
    case 'setup-running':
    case 'backup-failed':
      must(false, `It stops for no reason: ${because.kind}`);
      return;
    case 'certificate-missing':
      must(isMissing(model, because.missing), `Nothing is missing: ${JSON.stringify(because.missing)}`);
      return;
    case 'refused':
    case 'served-otherwise':
    case 'still-faulty':
    case 'not-seen-again':
    case 'blocked-meanwhile':
      return;
    default:
      assertNever(because);
  }
}

/** Whether no certificate with a key is where a change says that it misses one. */
function isMissing(model: Model, { thumbprint, store, what }: MissingCertificate): boolean {
  const stands = at(model.known, place.certificate(store, describedBy(thumbprint).serialNumber));
  return what === 'certificate'
    ? stands === absent
    : stands !== absent && stands.includes('"key":{"kind":"none"}');
}

/** What was before an undo: how many entries the journal had, and how often somebody had come between. */
export interface BeforeUndo {
  readonly from: number;
  readonly disturbances: number;
}

/** How an undo may end. */
export function checkUndone(
  model: Model,
  machine: Machine,
  how: Ended,
  { stop, ...before }: BeforeUndo & { readonly stop: 'asked' | 'not-asked' },
): void {
  const { rescues, unfinished } = machine.conductor;
  const said = checkNotUndones(model, machine, before);
  switch (how.kind) {
    case 'undone':
      must(said === 0, 'Undone, and the journal says that something is not');
      for (const rescue of rescues) {
        must(
          !rescue.steps.some(wasBegun),
          `Undone, and rescue ${rescue.number} still has a change that was begun`,
        );
      }
      return;
    case 'partly-undone':
      must(said > 0, 'Partly undone, and nobody says what is not');
      return;
    case 'stopped':
      must(how.because.kind === 'asked' && stop === 'asked', `An undo stopped: ${how.because.kind}`);
      must(unfinished?.outcome.kind === 'undoing', 'An undo has stopped, and nothing is to be gone on with');
      return;
    case 'repaired':
    case 'not-undone':
    case 'journal-failed':
      must(false, `An undo ended ${how.kind}`);
      return;
    default:
      assertNever(how);
  }
}

/** How the undo of one change may end: it alone is taken back, or it stays for a reason. */
export function checkOneUndone(
  model: Model,
  machine: Machine,
  how: Ended,
  {
    name,
    before,
    from,
    disturbances,
  }: BeforeUndo & { readonly name: ChangeName; readonly before: readonly Rescue[] },
): void {
  const { rescues } = machine.conductor;
  const said = checkNotUndones(model, machine, { from, disturbances });
  must(
    !rescues.some(({ outcome }) => outcome.kind === 'undoing'),
    'One change was to be taken back, and an undo is still unfinished',
  );
  for (const { number, steps } of rescues) {
    const earlier = before.find((rescue) => rescue.number === number)?.steps;
    for (const [index, step] of steps.entries()) {
      const isIt = number === name.rescue && step.change.id === name.changeId;
      if (isIt)
        must(wasBegun(step) === (how.kind === 'not-undone'), `Taken back alone, it is ${step.progress.kind}`);
      else must(isDeepStrictEqual(step, earlier?.[index]), `Change ${step.change.id} has moved with another`);
    }
  }
  must(how.kind === 'undone' || how.kind === 'not-undone', `The undo of one change ended ${how.kind}`);
  must((how.kind === 'not-undone') === (said === 1), 'It stays, and nobody says why');
}

/** Every change that is said not to be undone; how many they are. */
function checkNotUndones(model: Model, machine: Machine, { from, disturbances }: BeforeUndo): number {
  const said = machine.entries
    .slice(from)
    .flatMap(({ event }) => (event.kind === 'change-not-undone' ? [event] : []));
  // What somebody has put right since was otherwise when it was read.
  const isStill = model.disturbances === disturbances;
  for (const { rescue, changeId, because } of said) {
    if (isStill || because.kind !== 'moved') checkNotUndone(model, rescue, changeId, because);
  }
  return said.length;
}

function checkNotUndone(model: Model, number: number, changeId: string, because: NotUndone): void {
  const rescue = model.rescue(number);
  const planned = rescue.plan.changes.find(({ id }) => id === changeId);
  switch (because.kind) {
    case 'moved':
      must(
        isElsewhere(model, number, changeId, 'undo'),
        `Change ${changeId} of rescue ${number} is not undone as moved, and it stands as we left it`,
      );
      return;
    case 'in-use':
      must(
        because.endpoints.length > 0 &&
          because.endpoints.every((endpoint) => at(model.known, `record ${endpoint}`) !== absent),
        'A certificate is in use at an endpoint without a record',
      );
      return;
    case 'would-not-be-taken-back':
      must(
        planned?.undo.kind === 'ends-at-last-working',
        `Nobody was told that ${changeId} is not taken back`,
      );
      return;
    case 'refused':
      must(model.disturbances > 0, `Nobody has come between, and the server refuses to undo ${changeId}`);
      return;
    case 'unreadable':
      must(false, `Everything can be read, and ${changeId} is not undone as unreadable`);
      return;
    default:
      assertNever(because);
  }
}

/** Whether somebody else has been at a change's target: it stands neither as before nor as after. */
function isElsewhere(model: Model, rescue: number, changeId: string, direction: 'apply' | 'undo'): boolean {
  const change = model.concrete(rescue, changeId, direction);
  const compared = comparedPlaces(change);
  const standsAs = (end: 'before' | 'after') =>
    compared.every((name) => at(model.known, name) === at(writesOf(change, end), name));
  return !standsAs('before') && !standsAs('after');
}

/**
 * Whatever has happened: the program is opened anew, everything is taken back, and the server is what it would be
 * without us, except for what the journal says is not.
 */
export async function checkTakenBack(model: Model, machine: Machine): Promise<void> {
  await machine.openAnew();
  const from = machine.entries.length;
  const needed = machine.conductor.rescues.some(needsUndo);
  const how = await machine.conductor.undoAll();
  checkAlways(model, machine);
  checkUndone(model, machine, how, { from, disturbances: model.disturbances, stop: 'not-asked' });
  must(needed || machine.entries.length === from, 'There was nothing to undo, and it is written down');

  const excused = new Set<string>();
  const made = new Set<string>();
  for (const rescue of machine.conductor.rescues) {
    for (const { change, progress } of rescue.steps) {
      if (model.isUnknown(rescue.number, change.id)) continue;
      const concrete = model.concrete(rescue.number, change.id, 'apply');
      const after = writesOf(concrete, 'after');
      for (const name of after.keys()) {
        if (concrete.kind === 'certificate' || concrete.kind === 'trust') made.add(name);
        // Whoever puts there what a rescue was about to put there cannot be told from it.
        const same = at(model.withoutUs, name) === at(after, name) || model.ambiguous.has(name);
        if (progress.kind === 'not-undone' || same) excused.add(name);
      }
    }
  }
  for (const name of new Set([...model.withoutUs.keys(), ...model.known.keys()])) {
    if (excused.has(name)) continue;
    const expected = made.has(name) ? absent : at(model.withoutUs, name);
    must(
      at(model.known, name) === expected,
      `All is taken back, and ${name} is ${at(model.known, name)} in place of ${expected}`,
    );
  }
  const known = model.known;
  const again = await machine.conductor.undoAll();
  checkAlways(model, machine);
  must(isDeepStrictEqual(known, model.known), 'Taken back twice is not taken back once');
  must(again.kind === how.kind, `Taken back again, it ends ${again.kind}`);
}
