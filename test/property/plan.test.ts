import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankCandidates } from '../../shared/candidates.ts';
import { concrete, inverse } from '../../shared/change.ts';
import type { ConcreteChange } from '../../shared/change.ts';
import { diagnose, mayRescue } from '../../shared/diagnosis.ts';
import { iisApplicationId, settingsOf } from '../../shared/facts.ts';
import type { Facts } from '../../shared/facts.ts';
import { planRescue } from '../../shared/plan.ts';
import type { PlannedChange } from '../../shared/plan-shape.ts';
import { valueOr } from '../../shared/reading.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { findingText } from '../../shared/text/english/findings.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { anyChoice, anyFacts, anyFaultyFacts } from '../fixtures/any-facts.ts';
import { madeThumbprint, identity } from '../fixtures/rescues.ts';

const covered = ['0.0.0.0:443', '127.0.0.1:443', '0.0.0.0:444'];
const runs = { numRuns: 500 };

/** The whole of a server that changes touch, as text by its place. */
type Model = ReadonlyMap<string, string>;

function place(change: ConcreteChange): string {
  return `${change.kind} ${change.kind === 'record' ? change.target.endpoint : JSON.stringify(change.target)}`;
}

function put(model: Model, change: ConcreteChange): Model {
  const next = new Map(model);
  if (change.after.kind === 'absent') next.delete(place(change));
  else next.set(place(change), JSON.stringify(change.after.value));
  return next;
}

function modelOf(facts: Facts): Model {
  return new Map(
    valueOr(facts.records, []).map((record) => [
      `record ${record.endpoint}`,
      JSON.stringify({ ...settingsOf(record), certificate: record.thumbprint }),
    ]),
  );
}

function plannedFor(facts: Facts): readonly PlannedChange[] {
  const diagnosis = diagnose(facts);
  const { preselected } = rankCandidates(facts, diagnosis.at);
  const planned = planRescue(facts, diagnosis, preselected, identity);
  return planned.kind === 'planned' ? planned.plan.changes : [];
}

const created = new Map([['1', madeThumbprint]]);

describe('any server', () => {
  test('is diagnosed, without a failure and twice alike', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const diagnosis = diagnose(facts);
        const copy = JSON.parse(JSON.stringify(facts)) as Facts;
        expect(copy).toEqual(facts);
        expect(diagnose(copy)).toEqual(diagnosis);
      }),
      runs,
    );
  });

  test('is reported in whole sentences', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const diagnosis = diagnose(facts);
        const frame = frameOf(facts, diagnosis.at);
        for (const finding of diagnosis.findings) {
          expect(findingText(finding, frame)).toMatch(/^\S.*\.$/);
        }
        const { candidates } = rankCandidates(facts, diagnosis.at);
        const text = renderText(reportOfLook(facts, diagnosis)) + candidatesText(candidates, frame);
        expect(text).not.toMatch(/undefined|\[object|null|NaN|Invalid Date/);
      }),
      runs,
    );
  });

  test('is never called healthy while a fault, a block or something unknown that decides is found', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { verdict, findings } = diagnose(facts);
        if (verdict.kind !== 'nothing-to-do') return;
        for (const finding of findings) {
          expect(['warning', 'note']).toContain(finding.severity);
          if (finding.kind === 'part-unknown') {
            expect(['sites', 'records', 'certificates', 'setup']).not.toContain(finding.part);
          }
          if (finding.kind === 'bound-certificate-fault') expect(finding.fault.kind).not.toBe('key-unknown');
        }
      }),
      runs,
    );
  });

  test('is rescued only where it is ours and nothing blocks', () => {
    fc.assert(
      fc.property(anyFacts, anyChoice, (facts, choice) => {
        const diagnosis = diagnose(facts);
        const planned = planRescue(facts, diagnosis, choice, identity);
        expect(planned.kind === 'nothing-planned').toBe(!mayRescue(diagnosis));
        if (mayRescue(diagnosis)) {
          expect(diagnosis.findings.map((finding) => finding.severity)).not.toContain('blocks');
          expect(diagnosis.findings.map((finding) => finding.severity)).toContain('fault');
        }
      }),
      runs,
    );
  });

  test('never has a certificate preselected that is not suitable', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { candidates, preselected } = rankCandidates(facts, diagnose(facts).at);
        if (preselected.kind === 'create') return;
        const chosen = candidates.find((one) => one.thumbprint === preselected.thumbprint);
        expect(chosen?.suitability).toBe('suitable');
        expect(chosen?.reasonsFor).toContainEqual({ kind: 'made-by-setup' });
        expect(chosen?.reasonsFor).toContainEqual({ kind: 'key-signs' });
      }),
      runs,
    );
  });
});

describe('any plan', () => {
  test('is met often enough to say something', () => {
    const plans = fc.sample(anyFaultyFacts, { numRuns: 300, seed: 7 }).map(plannedFor);
    expect(plans.filter((changes) => changes.length > 0).length).toBeGreaterThan(100);
    expect(plans.filter((changes) => changes[0]?.kind === 'certificate').length).toBeGreaterThan(20);
    expect(plans.filter((changes) => changes[0]?.kind === 'record').length).toBeGreaterThan(20);
  });

  test('touches covered endpoints only, each once, and exactly those with a fault', () => {
    fc.assert(
      fc.property(anyFaultyFacts, (facts) => {
        const touched = plannedFor(facts).flatMap((change) =>
          change.kind === 'record' ? [change.target.endpoint] : [],
        );
        const faulty = diagnose(facts).findings.flatMap((finding) =>
          finding.severity === 'fault' && 'endpoint' in finding ? [finding.endpoint] : [],
        );
        expect(covered).toEqual(expect.arrayContaining([...touched]));
        expect(new Set(touched).size).toBe(touched.length);
        expect(new Set(touched)).toEqual(new Set(faulty));
      }),
      runs,
    );
  });

  test('applied and then taken back, newest first, leaves the server as it was', () => {
    fc.assert(
      fc.property(anyFaultyFacts, (facts) => {
        const changes = plannedFor(facts).map((change) => concrete(change, created));
        const before = modelOf(facts);
        const after = changes.reduce(put, before);
        if (changes.length > 0) expect(after).not.toEqual(before);
        expect(changes.toReversed().map(inverse).reduce(put, after)).toEqual(before);
      }),
      runs,
    );
  });

  test('begins where the server is, and ends with records of IIS in MY whose flags are kept', () => {
    fc.assert(
      fc.property(anyFaultyFacts, (facts) => {
        const records = valueOr(facts.records, []);
        for (const change of plannedFor(facts)) {
          if (change.kind !== 'record') continue;
          const record = records.find((one) => one.endpoint === change.target.endpoint);
          expect(change.before.kind).toBe(record === undefined ? 'absent' : 'present');
          expect(change.after).toMatchObject({
            kind: 'present',
            value: { store: 'MY', applicationId: iisApplicationId, flags: record?.flags ?? 0 },
          });
        }
      }),
      runs,
    );
  });

  test('repairs: on the server it leads to, no fault is left', () => {
    fc.assert(
      fc.property(anyFaultyFacts, (facts) => {
        const changes = plannedFor(facts).map((change) => concrete(change, created));
        const ofChoice = changes.flatMap((change) =>
          change.kind === 'record' && change.after.kind === 'present' ? [change] : [],
        );
        if (changes.length === 0 || changes[0]?.kind === 'certificate') return;
        const records = [
          ...valueOr(facts.records, []).filter(
            (one) => !ofChoice.some((change) => change.target.endpoint === one.endpoint),
          ),
          ...ofChoice.flatMap(({ target, after }) => {
            if (after.kind === 'absent') return [];
            const { certificate: thumbprint, ...rest } = after.value;
            return [{ endpoint: target.endpoint, thumbprint, ...rest }];
          }),
        ];
        const { findings } = diagnose({ ...facts, records: { kind: 'read', value: records } });
        expect(findings.filter((finding) => finding.severity === 'fault')).toEqual([]);
      }),
      runs,
    );
  });

  test('survives being written down, numbers its changes, explains each, and can be read', () => {
    fc.assert(
      fc.property(anyFaultyFacts, (facts) => {
        const changes = plannedFor(facts);
        expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
        expect(changes.map((change) => change.id)).toEqual(
          changes.map((_change, index) => String(index + 1)),
        );
        for (const change of changes) {
          expect(change.why.length).toBeGreaterThan(0);
          expect(change.commands.length).toBeGreaterThan(0);
          expect(change.undo.commands.length > 0).toBe(change.undo.kind === 'restores-before');
        }
        const text = planText({ choice: null, changes }, frameOf(facts, diagnose(facts).at));
        expect(text).not.toMatch(/undefined|\[object|null|NaN/);
      }),
      runs,
    );
  });
});
