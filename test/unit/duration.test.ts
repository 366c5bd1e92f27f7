import { expect, test } from 'vitest';
import { formatDuration, formatElapsed, formatHourAndMinute } from '../../shared/text/duration.ts';
import { minute, now } from '../fixtures/facts.ts';

test.each([
  [0, '0 s'],
  [440, '0.4 s'],
  [9_960, '10 s'],
  [59_900, '59 s'],
  [125_000, '2 min 5 s'],
  [10 * 60_000 + 5_000, '10 min'],
  [64 * 60_000, '1 h 4 min'],
  [-5_000, '0 s'],
])('%d milliseconds are %s', (milliseconds, expected) => {
  expect(formatDuration(milliseconds)).toBe(expected);
});

test('what ticks in the corner counts minutes only', () => {
  expect(formatElapsed(now, minute(0.9))).toBe('just now');
  expect(formatElapsed(now, minute(4.9))).toBe('4 min ago');
  expect(formatElapsed(now, minute(64))).toBe('1 h 4 min ago');
});

test('the time of day is local to the server', () => {
  expect(formatHourAndMinute('2026-11-22T23:12:59.000Z', 60)).toBe('00:12');
  expect(formatHourAndMinute('2026-11-22T03:12:59.000Z', -270)).toBe('22:42');
});
