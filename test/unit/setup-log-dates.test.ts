import { describe, expect, test } from 'vitest';
import { readSetupLog } from '../../shared/setup-log.ts';
import { failedRun, expired, logText, scripts } from '../fixtures/setup-logs.ts';

/** The same two moments as Windows writes them in its regional formats. */
const formats = {
  'in the United States, by a 12-hour clock': ['11/10/2025 1:00:00 PM', '11/10/2026 1:00:00 AM'],
  'in Britain, the day first': ['10/11/2025 13:00:00', '10/11/2026 01:00:00'],
  'in Germany': ['10.11.2025 13:00:00', '10.11.2026 01:00:00'],
  'in Japan': ['2025/11/10 13:00:00', '2026/11/10 1:00:00'],
  'in Korea, the half of the day in words': ['2025-11-10 오후 1:00:00', '2026-11-10 오전 1:00:00'],
  'in Finland, dots in the time': ['10.11.2025 13.00.00', '10.11.2026 1.00.00'],
  'in Saudi Arabia, by another calendar': ['19/05/47 01:00:00 م', '30/05/48 01:00:00 ص'],
  'in Thailand, by another year': ['10/11/2568 13:00:00', '10/11/2569 1:00:00'],
} as const;

/** Our sample's own two dates are in the first format. */
const written = /valid from .* until [^\r\n]*/;

const sample = logText(failedRun(expired(scripts.iis)));

describe('the dates that Setup writes as the server is set', () => {
  test.each(Object.entries(formats))(
    'change nothing of what is read, and are kept as they are: %s',
    (_where, [from, until]) => {
      expect(sample).toMatch(written);
      const text = sample.replace(written, `valid from ${from} until ${until}`);
      const [read, usual] = [readSetupLog(text), readSetupLog(sample)];
      expect(read.failure?.installing?.text).toContain(`valid from ${from} until ${until}`);
      expect({ ...read, failure: { ...read.failure, installing: null } }).toEqual({
        ...usual,
        failure: { ...usual.failure, installing: null },
      });
    },
  );
});

describe('the stamps of the lines', () => {
  test('are read as month, day and UTC on every server', () => {
    const stamps = [...sample.matchAll(/^\[(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)/gm)];
    const [, month, day, year, hour, minute, second] = stamps.at(-1)!;
    expect(readSetupLog(sample).run?.lastLineAt).toMatch(
      new RegExp(`^${year!}-${month!}-${day!}T${hour!}:${minute!}:${second!}`),
    );
  });
});
