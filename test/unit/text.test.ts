import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { DiagnosisVerdict } from '../../shared/diagnosis.ts';
import type { RescueEvent, StopReason } from '../../shared/events.ts';
import type { Finding } from '../../shared/findings.ts';
import type { Why } from '../../shared/plan-shape.ts';
import type { Rerun } from '../../shared/rerun.ts';
import { failureClasses } from '../../shared/setup-log.ts';
import { notUndoneText, stopText, verificationText } from '../../shared/text/english/changes.ts';
import { whyText } from '../../shared/text/english/why.ts';
import {
  faultClause,
  lookAlikeClause,
  reasonAgainstClause,
  reasonForClause,
} from '../../shared/text/english/faults.ts';
import { classClause } from '../../shared/text/english/failure-class.ts';
import { findingText, findingTexts } from '../../shared/text/english/findings.ts';
import {
  noKeyRepairClauses,
  repairReasonAgainstClause,
  repairReasonForClause,
} from '../../shared/text/english/key-repair.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { logVerdictText, rerunText, verdictText } from '../../shared/text/english/verdicts.ts';
import { formatThumbprint } from '../../shared/text/format.ts';
import { expiredServer, hash, loopback, now, setupVerdict } from '../fixtures/facts.ts';
import {
  all,
  frame,
  leak,
  faults,
  lookAlikes,
  thumbprint,
  findings,
  reasonsFor,
  reasonsAgainst,
  stops,
  notUndone,
  verifications,
  verdicts,
  reruns,
  whys,
  problems,
  noKeyRepairs,
  repairsAgainst,
  repairsFor,
  events,
  rescues,
} from '../fixtures/texts.ts';

const sentence = /^[A-Z0-9/'"].*[.:…]$/;

describe('every sentence', () => {
  test.each<[string, readonly { readonly kind: string }[], (one: never) => string]>([
    ['of a finding', all(findings), (one: Finding) => findingText(one, frame)],
    ['of a stop', all(stops), (one: StopReason) => stopText(one)],
    [
      'of a verdict',
      all(verdicts),
      (verdict: DiagnosisVerdict) => verdictText({ verdict, findings: [], at: now }),
    ],
    ['of a next run of Setup', all(reruns), (one: Rerun) => rerunText(one)],
    ['of a reason for a change', all(whys), (one: Why) => whyText(one, frame)],
    ['of a problem at the start', all(problems), (one: StartProblem) => startProblemText(one, 60)],
    [
      'of an event',
      all(events),
      (event: RescueEvent) => progressText({ sequence: 1, at: now, event }, rescues),
    ],
  ])('%s is whole, and its own', (_what, samples, text) => {
    const texts = samples.map((sample) => text(sample as never));
    for (const one of texts) {
      expect(one).toMatch(sentence);
      expect(one).not.toMatch(leak);
    }
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test.each<[string, readonly string[]]>([
    ['a fault', all(faults).map((one) => faultClause(one, frame))],
    ['a look-alike', lookAlikes.map(lookAlikeClause)],
    ['a reason for', all(reasonsFor).map((one) => reasonForClause(one, frame))],
    ['a reason against', all(reasonsAgainst).map((one) => reasonAgainstClause(one, frame))],
    ['a reason to repair a key', all(repairsFor).map(repairReasonForClause)],
    ['a reason not to', all(repairsAgainst).map((one) => repairReasonAgainstClause(one, frame))],
    [
      'why no key can be repaired',
      all(noKeyRepairs).flatMap((because) =>
        noKeyRepairClauses({ kind: 'not-offered', thumbprint, because }, thumbprint),
      ),
    ],
    ['a verification', all(verifications).map(verificationText)],
    ['a change that was not undone', all(notUndone).map(notUndoneText)],
    ['a failure class', failureClasses.map(classClause)],
  ])('says %s in a clause of its own', (_what, clauses) => {
    for (const clause of clauses) {
      expect(clause.length).toBeGreaterThan(5);
      expect(clause).not.toMatch(leak);
    }
    expect(new Set(clauses).size).toBe(clauses.length);
  });

  test('is different for every kind of finding', () => {
    const texts = all(findings).map((one) => findingText(one, frame));
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('of a log ends with whether another binding cures it', () => {
    expect(logVerdictText(setupVerdict('certificate-expired', { thumbprint }))).toBe(
      `The certificate bound to IIS had expired. The certificate is ${formatThumbprint(thumbprint)}. Binding a good certificate to IIS cures it.`,
    );
    expect(logVerdictText(setupVerdict('not-a-certificate-failure'))).toMatch(/would not cure it\.$/);
    expect(logVerdictText(setupVerdict('setup-succeeded'))).not.toMatch(/cure/);
  });
});

describe('what a sentence must say', () => {
  test.each<[string, Finding, RegExp]>([
    [
      'how long ago, and on which day',
      findings['bound-certificate-fault'][0],
      /expired 12 days ago, on 10 November 2026/,
    ],
    [
      'what to do about the legacy metabase',
      findings['stale-metabase-hash'][0],
      /property 5506 of LM\/W3SVC\/1.*KB2025598/,
    ],
    ['when to restart', findings['pending-reboot'][0], /before you run Setup again/],
    ['what to do when a part that decides is unknown', findings['part-unknown'][0], /as an administrator/],
    [
      'the code of what could not be read',
      findings['part-unknown'][0],
      /HttpSetServiceConfiguration: access is denied.*\(0x80070005\)/,
    ],
    ['which site is site 1', findings['front-end-not-site-1'][1]!, /"Intranet"/],
    ['that the record of IPv6 is bad', findings['shadowing-record'][1]!, /IPv6.*gone/],
  ])('%s', (_what, finding, expected) => {
    expect(findingText(finding, frame)).toMatch(expected);
  });

  test('a stop says what to do now', () => {
    for (const stop of all(stops)) expect(stopText(stop)).toMatch(/continue|undo|look again/i);
  });

  test('"not the certificate" comes first, and rebinding is not offered as a cure', () => {
    for (const verdict of verdicts['not-ours']) {
      const text = verdictText({ verdict, findings: [], at: now });
      if (verdict.class === 'other-certificate-step') {
        expect(text).toMatch(/nothing shows that another binding would cure it/);
      } else {
        expect(text).toMatch(/^This is not the certificate\b.* would not cure it\.$/);
      }
    }
  });

  test('a command that needs quotes is for the Command Prompt', () => {
    expect(rerunText(reruns.command[0])).toContain('Command Prompt');
  });
});

describe('findings that say the same of several bindings', () => {
  test('are said once, with every place', () => {
    const { findings: found } = diagnose(expiredServer());
    const texts = findingTexts(found, frame);
    expect(found.length).toBeGreaterThan(texts.length);
    expect(texts[0]).toMatch(/0\.0\.0\.0:443 and 127\.0\.0\.1:443/);
  });

  test('are said apart when they differ', () => {
    const [one] = findings['bound-certificate-fault'];
    expect(findingTexts([one, { ...one, endpoint: loopback, thumbprint: hash('D') }], frame)).toHaveLength(2);
    expect(findingTexts([one, { ...one, site: 'Webmail' }], frame)).toHaveLength(2);
    expect(findingTexts([], frame)).toEqual([]);
  });
});
