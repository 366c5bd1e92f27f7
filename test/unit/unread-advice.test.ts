import { describe, expect, test } from 'vitest';
import { findingText } from '../../shared/text/english/findings.ts';
import { unreadAdvice } from '../../shared/text/english/unread-advice.ts';
import { frame } from '../fixtures/texts.ts';

const administrator = /as an administrator/;

describe('what is advised about a part that could not be read', () => {
  test.each(['5', '0x80070005', 'EACCES', 'EPERM'])(
    'an administrator, where access is denied (%s)',
    (code) => {
      expect(unreadAdvice('certificates', code)).toMatch(administrator);
    },
  );

  test.each(['2', '3', 'ENOENT'])('IIS, where its configuration is not found (%s)', (code) => {
    for (const part of ['sites', 'metabaseHashes', 'filesToKeep'] as const) {
      expect(unreadAdvice(part, code)).toMatch(/^IIS is not installed here, or/);
    }
    expect(unreadAdvice('certificates', code)).not.toMatch(/IIS/);
  });

  test.each(['32', '33', '0x80070020', 'EBUSY'])('the other program, where one has it open (%s)', (code) => {
    expect(unreadAdvice('sites', code)).toMatch(/other program has ended/);
  });

  test('what hangs behind it, where nothing answers', () => {
    expect(unreadAdvice('certificates', 'ETIMEDOUT')).toMatch(/a smart card/);
  });

  test('nothing to do on the server, where this program is wrong', () => {
    expect(unreadAdvice('records', 'WRONG_SHAPE')).toMatch(/mistake of this program/);
  });

  test('to look again, and never an administrator, for all that is not about rights', () => {
    for (const code of ['2', '32', 'ETIMEDOUT', 'MISTAKE', '1450', 'XML_NOT_WELL_FORMED']) {
      expect(unreadAdvice('sites', code)).toMatch(/look again/i);
      expect(unreadAdvice('sites', code)).not.toMatch(administrator);
    }
  });

  test('nothing, where nothing hangs on it', () => {
    const because = { code: '32', tried: 'ExchangeSetup.log' };
    const text = findingText({ kind: 'part-unknown', severity: 'warning', part: 'setup', because }, frame);
    expect(text).not.toMatch(/other program has ended|planned/);
  });
});

test('tasks that could not be read are told calmly', () => {
  const tasks = ['C:\\Windows\\System32\\Tasks\\Closed'];
  const text = findingText({ kind: 'tasks-unread', severity: 'note', tasks }, frame);
  expect(text).toMatch(/^C:\\Windows\\System32\\Tasks\\Closed could not be read.*That is no fault/);
});
