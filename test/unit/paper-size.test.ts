import { expect, test } from 'vitest';
import { paperOf } from '../../electron/window/paper-size.ts';

test.each([
  ['US', 'Letter'],
  ['ca', 'Letter'],
  ['MX', 'Letter'],
  ['DE', 'A4'],
  ['GB', 'A4'],
  ['', 'A4'],
] as const)('where the region is "%s", a PDF is made for %s', (country, paper) => {
  expect(paperOf(country)).toBe(paper);
});
