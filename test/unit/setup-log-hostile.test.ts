import { expect, test } from 'vitest';
import { failureClasses, readSetupLog } from '../../shared/setup-log.ts';
import { scriptErrorText, expired, scripts } from '../fixtures/setup-logs.ts';

const megabyte = 1_000_000;
const beginnings = [
  '',
  '[02/13/2024 22:00:00.0189] [0] ',
  `[02/13/2024 22:00:00.0189] [1] ${scriptErrorText(expired(scripts.iis))}`,
  scriptErrorText(expired(scripts.iis)),
];

// The time that one test may take is the measure: whatever grows with the square of the text takes hours.
test.each([
  'x',
  ' ',
  '"',
  '1',
  'F ',
  '[Rule:A]',
  '$error.Clear();',
  '"$error.Clear();',
  'a FAILED ',
  '"System.',
  'setup ',
  'ErrorRecord:',
  '\n',
])('a megabyte of %j is read', (unit) => {
  for (const beginning of beginnings) {
    const body = unit.repeat(megabyte / unit.length);
    for (const text of [beginning + body, beginning + body.replaceAll(/.{78}/g, '$&\n')]) {
      expect(failureClasses).toContain(readSetupLog(text).class);
    }
  }
});
