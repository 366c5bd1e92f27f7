import { describe, expect, test } from 'vitest';
import { isOurs, readSetupLog } from '../../shared/setup-log.ts';
import { logCases, type LogCase } from '../fixtures/setup-log-cases.ts';

/** The line that holds a text, found without the reader. */
function quoteOf({ text, evidence }: LogCase): { line: number; text: string } | null {
  if (evidence === null) return null;
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => line.includes(evidence));
  if (index === -1) throw new Error(`The log does not hold the evidence ${evidence}`);
  return { line: index + 1, text: lines[index]! };
}

describe('a log in the real format', () => {
  test.each(logCases.map((logCase) => [logCase.name, logCase] as const))('%s', (_, logCase) => {
    const verdict = readSetupLog(logCase.text);
    const { failure } = verdict;
    expect({
      class: verdict.class,
      ours: verdict.ours,
      thumbprint: failure?.thumbprint ?? null,
      services: failure?.services ?? [],
      exception: failure?.exception ?? null,
      component: failure?.component ?? null,
      quote: logCase.evidence === null ? null : verdict.quote,
    }).toEqual({
      class: logCase.class,
      ours: isOurs(logCase.class),
      thumbprint: logCase.thumbprint,
      services: logCase.services,
      exception: logCase.exception,
      component: logCase.component,
      quote: quoteOf(logCase),
    });
  });
});
