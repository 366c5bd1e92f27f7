import { describe, expect, it } from 'vitest';
import { graveIn, readAudit } from '../../scripts/package/audit-answer.mjs';

const report = (vulnerabilities: object) =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { total: 400 } } });

describe('what npm says of known weaknesses', () => {
  it('is that there are none', () => {
    expect(readAudit(report({}))).toEqual({ kind: 'answer', packages: 400, weaknesses: [] });
  });

  it('is which package has which, and how grave they are', () => {
    const answer = readAudit(
      report({
        one: { name: 'one', severity: 'moderate', via: [{ title: 'Slow on long input' }] },
        two: { name: 'two', severity: 'critical', via: ['one', { title: 'Runs what it reads' }] },
      }),
    );
    if (answer.kind !== 'answer') throw new Error(answer.because);
    expect(answer.weaknesses).toHaveLength(2);
    expect(graveIn(answer)).toEqual([
      { name: 'two', severity: 'critical', titles: ['by one', 'Runs what it reads'] },
    ]);
  });

  it.each<[string, string, string]>([
    ['a registry that does not answer', '{"message":"405","statusCode":405,"body":""}', 'it answers 405'],
    ['no network', '{"error":{"code":"ENOTFOUND","summary":""}}', 'ENOTFOUND'],
    ['nothing', '', 'npm printed no answer'],
    ['something else', '{"vulnerabilities":{}}', 'npm printed no answer'],
  ])('is no clean bill, but no answer, with %s', (_, printed, because) => {
    expect(readAudit(printed)).toEqual({ kind: 'no-answer', because });
  });
});
