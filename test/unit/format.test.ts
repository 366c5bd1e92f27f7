import { describe, expect, test } from 'vitest';
import { reduce } from '../../shared/rescue.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import {
  commonName,
  count,
  formatClock,
  formatDay,
  formatDistance,
  formatThumbprint,
  listShort,
  formatTime,
  list,
} from '../../shared/text/format.ts';
import { day, hash, minute, now } from '../fixtures/facts.ts';
import { journal, wentWell } from '../fixtures/rescues.ts';
import { leak, start } from '../fixtures/texts.ts';

describe('formats', () => {
  test.each([
    ['2026-11-22T03:19:43.000Z', 60, '22 November 2026, 04:19:43 (UTC+01:00)'],
    ['2026-12-31T23:30:00.000Z', 60, '1 January 2027, 00:30:00 (UTC+01:00)'],
    ['2026-03-01T00:15:00.000Z', -210, '28 February 2026, 20:45:00 (UTC-03:30)'],
    ['2026-11-22T03:00:00.000Z', 0, '22 November 2026, 03:00:00 (UTC+00:00)'],
  ])('the time %s at %i minutes', (iso, offset, expected) => {
    expect(formatTime(iso, offset)).toBe(expected);
    expect(expected).toContain(formatDay(iso, offset));
    expect(expected).toContain(`, ${formatClock(iso, offset)} (`);
  });

  test.each([
    [minute(0), 'just now'],
    [minute(-1), '1 minute ago'],
    [minute(59), 'in 59 minutes'],
    [minute(60), 'in 1 hour'],
    [minute(-47 * 60), '47 hours ago'],
    [day(-2), '2 days ago'],
    [day(-12), '12 days ago'],
    [day(729), 'in 729 days'],
    [day(1826), 'in 5 years'],
  ])('the distance to %s is %s', (iso, expected) => {
    expect(formatDistance(iso, now)).toBe(expected);
  });

  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('the list %j', (items, expected) => {
    expect(list(items)).toBe(expected);
  });

  test.each([
    ['CN=mail.contoso.com', 'mail.contoso.com'],
    ['CN=mail.contoso.com, O=Contoso', 'mail.contoso.com'],
    ['O=Contoso, CN=mail.contoso.com', 'mail.contoso.com'],
    ['CN="Contoso, Inc.", O=Contoso', 'Contoso, Inc.'],
    ['DC=Windows Azure CRP Certificate Generator', 'DC=Windows Azure CRP Certificate Generator'],
  ])('the common name of %s', (subject, expected) => {
    expect(commonName(subject)).toBe(expected);
  });

  test.each([
    [4, 'a1, a2, a3 and a4'],
    [5, 'a1, a2, a3 and 2 more'],
    [12, 'a1, a2, a3 and 9 more'],
  ])('a list of %i that may be long', (length, expected) => {
    expect(listShort(Array.from({ length }, (_, index) => `a${index + 1}`))).toBe(expected);
  });

  test('counts, and thumbprints in groups of four', () => {
    expect([count(0, 'file'), count(1, 'file'), count(2, 'file')]).toEqual(['0 files', '1 file', '2 files']);
    expect(formatThumbprint(hash('A'))).toBe('AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA');
  });
});

test('the whole of a rescue can be told, event by event', () => {
  const entries = journal(...wentWell(start));
  const lines = entries.map((entry) => progressText(entry, reduce(entries)));
  expect(lines).toHaveLength(entries.length);
  for (const line of lines) expect(line).not.toMatch(leak);
  expect(lines.join('\n')).toContain('Default Web Site (127.0.0.1:443)');
});
