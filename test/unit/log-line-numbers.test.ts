import { describe, expect, test } from 'vitest';
import { readSetupLogBytes } from '../../electron/log-reader.ts';
import type { LogReaderOptions } from '../../electron/log-reader.ts';
import { logLineText } from '../../shared/text/english/log-line.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { expired, failedRun, logText, scripts, succeededRun } from '../fixtures/setup-logs.ts';

const success = logText(succeededRun());
const failure = logText(failedRun(expired(scripts.iis)));
const text = success.repeat(200) + failure;

function verdictOf(log: string, options: LogReaderOptions): SetupVerdict {
  const read = readSetupLogBytes(Buffer.from(log), options);
  if (read.kind === 'unreadable') throw new Error(read.code);
  return read.verdict;
}

describe('the lines of a log', () => {
  const counted = verdictOf(text, { longestRest: Infinity });
  const lines = text.split('\n').length;

  test('are counted from its start, as an editor does', () => {
    const { quote } = counted;
    expect(text.split('\r\n')[(quote?.line ?? 0) - 1]).toBe(quote?.text);
  });

  test('are counted from its end where more lies before the verdict than is worth reading', () => {
    const { quote, run } = verdictOf(text, { longestRest: 1000, blockSize: 4096 });
    expect(quote).toEqual({ ...counted.quote, line: (counted.quote?.line ?? 0) - lines });
    expect(run?.line).toBe((counted.run?.line ?? 0) - lines);
    expect(text.split('\r\n').at((quote?.line ?? 0) - 1)).toBe(quote?.text);
  });

  test('are counted from its start where all of it was read for the verdict', () => {
    expect(verdictOf(failure, { longestRest: 0 })).toEqual(verdictOf(failure, {}));
    expect(verdictOf(failure, { longestRest: 0 }).quote?.line).toBeGreaterThan(0);
  });

  test.each([
    [12, 'line 12'],
    [-31, 'line 31 from the end'],
    [-1, 'the last line'],
  ])('are named: %i', (line, named) => {
    expect(logLineText(line)).toBe(named);
  });
});
