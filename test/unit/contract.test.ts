import { describe, expect, it } from 'vitest';
import { answerCall, ok } from '../../electron/calls.ts';
import type { Handlers } from '../../electron/calls.ts';
import { argumentSchemas } from '../../shared/contract-schemas.ts';
import { callNames } from '../../shared/contract.ts';
import type { ArgumentOf, WindowApi } from '../../shared/contract.ts';
import { hash } from '../fixtures/facts.ts';

const done = () => ok(undefined);

/** A main process that does what it is asked. */
const handlers: Handlers = {
  getState: () => ok({ kind: 'opening', waiting: null }),
  lookAgain: done,
  goTo: done,
  choose: done,
  begin: done,
  stopAfterThisChange: done,
  continueRescue: done,
  undo: done,
  undoChange: done,
  startOver: done,
  runSetup: done,
  checkSetup: done,
  startSetup: done,
  followSetup: done,
  stopFollowing: done,
  switchScenario: done,
  copy: done,
  saveReport: done,
  printReport: done,
  putTroubleAway: done,
};

describe('the contract between window and main process', () => {
  it('has a handler and a schema for each call', () => {
    expect(Object.keys(handlers).sort()).toEqual([...callNames].sort());
    expect(Object.keys(argumentSchemas).sort()).toEqual([...callNames].sort());
  });

  // Each of these lines must not compile; one that would, fails the compiler's run as an unused expectation.
  it('does not compile without a handler, or with one that wants something else', () => {
    const { undo, ...without } = handlers;
    // @ts-expect-error a handler is missing
    const missing: Handlers = without;
    // @ts-expect-error it takes a number where the window brings a plan's id
    const wrong: Handlers = { ...handlers, begin: (planId: number) => (planId === 1 ? done() : done()) };
    // @ts-expect-error it answers something else
    const other: Handlers = { ...handlers, getState: () => ok(7) };
    expect([missing, wrong, other, undo]).toHaveLength(4);
  });

  it('does not compile with a call that is not there, or an argument that it does not take', () => {
    const calls = (api: WindowApi) => [
      // @ts-expect-error there is no such call
      () => api.format as unknown,
      // @ts-expect-error a stage of that name does not exist
      () => api.goTo({ stage: 'nowhere' }),
      // @ts-expect-error it wants the plan's id
      () => api.begin(),
      // @ts-expect-error it takes nothing
      () => api.undo({ all: true }),
    ];
    expect(calls).toBeTypeOf('function');
  });
});

describe('a call', () => {
  it.each<ArgumentOf<'choose'>['choice']>([
    { kind: 'use', thumbprint: hash('A') },
    { kind: 'repair-key', thumbprint: hash('A') },
    { kind: 'create', trust: 'leave-untrusted' },
  ])('may choose to $kind', async (choice) => {
    expect(await answerCall('choose', [{ choice }], handlers)).toEqual({ kind: 'ok', value: undefined });
  });

  it('is answered by its handler', async () => {
    const answer = await answerCall('goTo', [{ stage: 'review' }], handlers);
    expect(answer).toEqual({ kind: 'ok', value: undefined });
  });

  it.each([
    ['something that it does not take', 'goTo', [{ stage: 'nowhere' }]],
    ['nothing, where it wants something', 'goTo', []],
    ['something, where it wants nothing', 'undo', [{}]],
    ['one thing too many', 'goTo', [{ stage: 'review' }, {}]],
    ['a field that is not known', 'begin', [{ planId: '1', force: true }]],
    ['a thumbprint that is none', 'copy', [{ what: { kind: 'thumbprint', thumbprint: 'ab' } }]],
    ['a key to repair without its certificate', 'choose', [{ choice: { kind: 'repair-key' } }]],
    ['a rescue that is no number', 'undoChange', [{ rescue: '1', changeId: '2' }]],
    ['no change to undo', 'undoChange', [{ rescue: 1 }]],
    ['null', 'lookAgain', [null]],
  ] as const)('is refused, and its handler not asked, when it brings %s', async (_what, name, brought) => {
    const asked: string[] = [];
    const watched = Object.fromEntries(
      callNames.map((called) => [
        called,
        () => {
          asked.push(called);
          return done();
        },
      ]),
    ) as unknown as Handlers;
    const answer = await answerCall(name, brought, watched);
    expect(answer).toEqual({ kind: 'refused', because: { kind: 'bad-argument', what: name } });
    expect(asked).toEqual([]);
  });

  it('whose handler throws is answered with what a colleague needs to know', async () => {
    const broken: Handlers = {
      ...handlers,
      undo: () => {
        throw new Error('a bug');
      },
    };
    const answer = await answerCall('undo', [], broken);
    expect(answer).toMatchObject({ kind: 'refused', because: { kind: 'mistake' } });
    expect(JSON.stringify(answer)).toContain('a bug');
  });
});
