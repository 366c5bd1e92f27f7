import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerCall, ok } from '../../electron/calls.ts';
import type { Handlers } from '../../electron/calls.ts';
import { callNames } from '../../shared/contract.ts';
import type { ArgumentOf, CallName, Copied } from '../../shared/contract.ts';
import type { Choice } from '../../shared/candidates.ts';
import { stages } from '../../shared/stage.ts';
import { hash } from '../fixtures/facts.ts';

/** One of each kind: a kind that is forgotten does not compile. */
type OneOfEach<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: Extract<Union, { readonly kind: Kind }>;
};

const choices: OneOfEach<Choice> = {
  use: { kind: 'use', thumbprint: hash('A') },
  'repair-key': { kind: 'repair-key', thumbprint: hash('B') },
  'put-back': { kind: 'put-back', thumbprint: hash('C') },
  create: { kind: 'create', trust: 'add-to-root' },
};

const copied: OneOfEach<Copied> = {
  report: { kind: 'report' },
  'report-redacted': { kind: 'report-redacted' },
  plan: { kind: 'plan' },
  'setup-command': { kind: 'setup-command' },
  'change-commands': { kind: 'change-commands', changeId: '1' },
  'look-commands': { kind: 'look-commands' },
  thumbprint: { kind: 'thumbprint', thumbprint: hash('D') },
  details: { kind: 'details' },
};

const nothing = [undefined] as const;

/** What each call takes, in every kind: a call that is forgotten does not compile. */
const taken: { readonly [Name in CallName]: readonly ArgumentOf<Name>[] } = {
  getState: nothing,
  lookAgain: nothing,
  goTo: stages.map((stage) => ({ stage })),
  choose: Object.values(choices).map((choice) => ({ choice })),
  begin: [{ planId: '1' }],
  stopAfterThisChange: nothing,
  continueRescue: nothing,
  undo: nothing,
  undoChange: [{ rescue: 1, changeId: '2' }],
  startOver: nothing,
  runSetup: nothing,
  checkSetup: nothing,
  startSetup: [{ offerId: '1' }],
  followSetup: nothing,
  stopFollowing: nothing,
  switchScenario: [{ scenario: 'healthy' }],
  copy: Object.values(copied).map((what) => ({ what })),
  saveReport: nothing,
  printReport: nothing,
  putTroubleAway: nothing,
};

interface Outcome {
  readonly answer: 'ok' | 'refused';
  /** What the handler was given; not there when it was not asked. */
  readonly given?: unknown;
}

/** Makes a call with anything, and tells what reached main. */
async function outcomeOf(name: CallName, ...brought: readonly unknown[]): Promise<Outcome> {
  const given: unknown[] = [];
  const handlers = Object.fromEntries(
    callNames.map((call) => [
      call,
      (argument: unknown) => {
        given.push(argument);
        return ok(undefined);
      },
    ]),
  ) as unknown as Handlers;
  const { kind } = await answerCall(name, brought, handlers);
  return given.length === 0 ? { answer: kind } : { answer: kind, given: given[0] };
}

const refused: Outcome = { answer: 'refused' };

/** A place in an argument: the names of the fields that lead there. */
type Path = readonly string[];

/** Every field, however deep. */
function fieldsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]): readonly Path[] => [
    [name],
    ...fieldsOf(inner).map((path) => [name, ...path]),
  ]);
}

/** The same with something else done to the object that holds this field. */
function changedAt(
  value: unknown,
  path: Path,
  change: (holder: Record<string, unknown>, name: string) => void,
) {
  const copy = structuredClone(value) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((inner, name) => inner[name] as Record<string, unknown>, copy);
  change(holder, path.at(-1) ?? '');
  return copy;
}

const samples = callNames.flatMap((name) =>
  (taken[name] as readonly unknown[]).map((argument) => ({ name, argument })),
);
const withFields = samples.flatMap(({ name, argument }) =>
  fieldsOf(argument).map((path) => ({ name, argument, path })),
);
const anySample = fc.constantFrom(...samples);
const anyField = fc.constantFrom(...withFields);
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
});

describe('a call of the window', () => {
  it.each(samples)('is answered with what it takes: $name $argument', async ({ name, argument }) => {
    expect(await outcomeOf(name, argument)).toEqual({ answer: 'ok', given: argument });
  });

  it('is refused anything else, or reaches main as it was brought', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...callNames),
        fc.oneof(anything, fc.jsonValue()),
        async (name, brought) => {
          const outcome = await outcomeOf(name, brought);
          if (outcome.answer === 'ok') expect(outcome.given).toStrictEqual(brought);
          else expect(outcome).toEqual(refused);
          // What takes nothing, takes nothing.
          if (taken[name][0] === undefined && brought !== undefined) expect(outcome).toEqual(refused);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused with anything in place of one of its fields, or it reaches main as it was brought', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyField,
        fc.oneof(anything, fc.string({ unit: 'binary' })),
        async ({ name, argument, path }, other) => {
          const brought = changedAt(argument, path, (holder, field) => {
            holder[field] = other;
          });
          const outcome = await outcomeOf(name, brought);
          if (outcome.answer === 'ok') expect(outcome.given).toEqual(brought);
          else expect(outcome).toEqual(refused);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused with one more field, whatever its name, however deep', async () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'then'),
    );
    await fc.assert(
      fc.asyncProperty(anyField, names, anything, async ({ name, argument, path }, extra, value) => {
        const brought = changedAt(argument, path, (holder) => {
          fc.pre(!Object.hasOwn(holder, extra));
          Object.defineProperty(holder, extra, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
        });
        expect(await outcomeOf(name, brought)).toEqual(refused);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(withFields)(
    'is refused without one of its fields: $name without $path',
    async ({ name, argument, path }) => {
      const brought = changedAt(argument, path, (holder, field) => {
        Reflect.deleteProperty(holder, field);
      });
      expect(await outcomeOf(name, brought)).toEqual(refused);
    },
  );

  it.each(withFields)('is refused what is too long: $name, $path', async ({ name, argument, path }) => {
    for (const long of ['x'.repeat(201), 'F'.repeat(100_000), Array.from({ length: 201 }, () => 'x')]) {
      const brought = changedAt(argument, path, (holder, field) => {
        holder[field] = long;
      });
      expect(await outcomeOf(name, brought)).toEqual(refused);
    }
  });

  it('is refused with a second thing, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anySample, anything, async ({ name, argument }, second) => {
        expect(await outcomeOf(name, argument, second)).toEqual(refused);
      }),
    );
  });

  it('spoils no other object', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });
});
