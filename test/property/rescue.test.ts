import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concrete, inverse } from '../../shared/change.ts';
import type { JournalEntry, RescueEvent } from '../../shared/events.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce, unfinished } from '../../shared/rescue.ts';
import { failureClasses } from '../../shared/setup-log.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { expiredMail, expiredServer, hash, onlyCertificate } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, started } from '../fixtures/rescues.ts';

const because = { code: '1312', tried: 'HttpSetServiceConfiguration' };
const foundNow = { kind: 'record', state: { kind: 'absent' } } as const;

const start = started(onlyCertificate(expiredMail()));
const { changes } = start.plan;
const change = fc.constantFrom(...changes);
const rescue = fc.constantFrom(1, 1, 2);
const changeId = change.map(({ id }) => id);
const created = new Map([['1', hash('C')]]);

const anyEvent: fc.Arbitrary<RescueEvent> = fc.oneof(
  fc.constant(backupMade),
  fc.tuple(change, rescue).map(([one, number]) => aboutTo(one, number)),
  fc.tuple(change, rescue).map(([one, number]): RescueEvent => ({
    kind: 'change-about-to',
    rescue: number,
    direction: 'undo',
    change: concrete(inverse(one), created),
  })),
  fc
    .tuple(
      change,
      rescue,
      fc.constantFrom('apply', 'undo'),
      fc.constantFrom('applied', 'settled', 'already-there'),
    )
    .map(([one, number, direction, how]) => done(one, { rescue: number, direction, how })),
  fc.record({
    kind: fc.constant('change-not-done'),
    rescue,
    changeId,
  }),
  fc.record({
    kind: fc.constant('change-not-undone'),
    rescue,
    changeId,
    because: fc.constantFrom(
      { kind: 'would-not-be-taken-back' } as const,
      { kind: 'moved', found: foundNow } as const,
      { kind: 'refused', because } as const,
    ),
  }),
  fc.record({
    kind: fc.constant('rescue-stopped'),
    because: fc.constantFrom(
      { kind: 'refused', changeId: '1', because } as const,
      { kind: 'moved', changeId: '2', found: foundNow } as const,
      { kind: 'backup-failed', because } as const,
    ),
  }),
  fc.constantFrom<RescueEvent[]>({ kind: 'rescue-resumed' }, { kind: 'rescue-repaired' }),
  fc.record({ kind: fc.constant('undo-started'), rescue }),
  fc.record({
    kind: fc.constant('undo-ended'),
    rescue,
    outcome: fc.constantFrom('undone', 'partly-undone'),
  }),
  fc.record({
    kind: fc.constant('setup-run'),
    outcome: fc.constantFrom('succeeded', 'failed'),
    class: fc.constantFrom(...failureClasses),
  }),
);

/** A journal of one or two rescues with anything in it, in any order. */
const anyJournal = fc
  .tuple(fc.array(anyEvent, { maxLength: 30 }), fc.array(anyEvent, { maxLength: 30 }), fc.boolean())
  .map(([one, other, twice]) =>
    journal(start, ...one, ...(twice ? [started(expiredServer(), 2), ...other] : [])),
  );

describe('any journal', () => {
  test('gives the same rescues whenever it is read, also after being written down', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const copy = JSON.parse(JSON.stringify(entries)) as JournalEntry[];
        expect(copy).toEqual(entries);
        expect(reduce(copy)).toEqual(reduce(entries));
      }),
    );
  });

  test('is read without touching it', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const before = JSON.stringify(entries);
        reduce(entries);
        expect(JSON.stringify(entries)).toBe(before);
      }),
    );
  });

  test('has a step for every change of its plan, in order, and no other', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        for (const one of reduce(entries)) {
          expect(one.steps.map((step) => step.change)).toEqual(one.start.plan.changes);
        }
      }),
    );
  });

  test('forgets nothing that stands: what was done is done, about to be, or said to be otherwise', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        for (const one of reduce(entries)) {
          const sinceItBegan = entries.slice(entries.findIndex(({ event }) => event === one.start));
          for (const { change: planned, progress } of one.steps) {
            const last = sinceItBegan.findLast(
              ({ event }) =>
                'rescue' in event &&
                event.rescue === one.number &&
                (('changeId' in event && event.changeId === planned.id) ||
                  (event.kind === 'change-about-to' && event.change.id === planned.id)),
            )?.event;
            const waits = last === undefined || last.kind === 'change-not-done';
            expect(progress.kind === 'waiting').toBe(waits);
          }
        }
      }),
    );
  });

  test('is unfinished or at an end, never both', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const rescues = reduce(entries);
        const open = rescues.filter(({ outcome }) => ['open', 'stopped', 'undoing'].includes(outcome.kind));
        // What is half taken back comes first.
        const half = open.findLast(({ outcome }) => outcome.kind === 'undoing');
        expect(unfinished(rescues)).toEqual(half ?? open.at(-1) ?? null);
      }),
    );
  });

  test('can be told event by event, and reported, in whole sentences', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const rescues = reduce(entries);
        const texts = [
          ...entries.map((entry) => progressText(entry, rescues)),
          ...rescues.map((one) => renderText(reportOfRescue(one, '/data'))),
        ];
        for (const text of texts) {
          expect(text.length).toBeGreaterThan(5);
          expect(text).not.toMatch(/undefined|\[object|null|NaN|Invalid Date/);
        }
      }),
    );
  });

  test('keeps every certificate that was made, whatever became of it', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        for (const one of reduce(entries)) {
          const made = entries
            .slice(entries.findIndex(({ event }) => event === one.start))
            .some(
              ({ event }) =>
                event.kind === 'change-done' &&
                event.rescue === one.number &&
                event.direction === 'apply' &&
                event.found.kind === 'certificate',
            );
          expect(one.created.has('1')).toBe(made);
        }
      }),
    );
  });
});
