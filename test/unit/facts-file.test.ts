import { describe, expect, test } from 'vitest';
import { parseFactsFile } from '../../electron/cli/facts-file.ts';
import { newIdentity } from '../../electron/identity.ts';
import { plain } from '../../shared/plain.ts';
import { expiredServer } from '../fixtures/facts.ts';

const facts = expiredServer();
const identity = newIdentity(facts);
const printed = { facts: plain(facts), identity, diagnosis: {}, candidates: [], plan: {} };
const utf8 = (value: unknown) => Buffer.from(JSON.stringify(value));
const whole = { kind: 'read', value: { facts, identity } };

describe('a file of facts', () => {
  test('is what inspect --json prints', () => {
    expect(parseFactsFile(utf8(printed))).toEqual(whole);
  });

  test('may hold the facts alone: then a new certificate is not named yet', () => {
    expect(parseFactsFile(utf8(plain(facts)))).toEqual({ kind: 'read', value: { facts, identity: null } });
  });

  test.each([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${JSON.stringify(printed)}\r\n`)],
    [
      'UTF-16 with its mark, as PowerShell saves it',
      Buffer.from(`\ufeff${JSON.stringify(printed)}`, 'utf16le'),
    ],
    ['UTF-16 without its mark', Buffer.from(JSON.stringify(printed), 'utf16le')],
    [
      'UTF-16, cut in the middle of its last blank',
      Buffer.from(`\ufeff${JSON.stringify(printed)} `, 'utf16le').subarray(0, -1),
    ],
  ])('may be saved as %s', (_how, bytes) => {
    expect(parseFactsFile(bytes)).toEqual(whole);
  });

  test.each([
    ['nothing', ''],
    ['a log', '[11/22/2026 01:00:00.0000] [0] Starting Microsoft Exchange Server 2019 Setup'],
    ['the lines of a rescue', '{"sequence":1}\n{"sequence":2}\n'],
    ['one that is cut', JSON.stringify(printed).slice(0, -9)],
  ])('is not %s', (_what, text) => {
    expect(parseFactsFile(Buffer.from(text))).toEqual({ kind: 'not-json' });
  });

  const part = (changes: object) => ({ ...printed, facts: { ...printed.facts, ...changes } });
  const [record] = printed.facts.records as readonly object[];
  const [certificate] = printed.facts.certificates as readonly { key: object }[];

  test.each([
    ['another value', 7, 'facts'],
    ['another program', { name: 'x' }, 'facts.origin'],
    ['a part that is missing', part({ records: undefined }), 'facts.records'],
    ['a part that is not known', part({ weather: 'fine' }), 'facts'],
    [
      'a record without its store',
      part({ records: [record, { ...record, store: undefined }] }),
      'facts.records.1.store',
    ],
    [
      'an endpoint that is none',
      part({ records: [{ ...record, endpoint: '443' }] }),
      'facts.records.0.endpoint',
    ],
    [
      'a thumbprint that is none',
      part({ records: [{ ...record, thumbprint: 'ab' }] }),
      'facts.records.0.thumbprint',
    ],
    [
      'a key of a new kind',
      part({ certificates: [{ ...certificate, key: { kind: 'smart-card' } }] }),
      'facts.certificates.0.key.kind',
    ],
    ['a time that is none', part({ takenAt: '2026-13-45T00:00:00.000Z' }), 'facts.takenAt'],
    ['an offset of weeks', part({ utcOffsetMinutes: 99_999 }), 'facts.utcOffsetMinutes'],
    ['a reason without what was tried', part({ sites: { unknown: { code: '5' } } }), 'facts.sites'],
    ['no identity', { ...printed, identity: undefined }, 'identity'],
  ])('does not hold %s, and the place is told', (_what, value, where) => {
    expect(parseFactsFile(utf8(value))).toEqual({ kind: 'not-facts', where });
  });
});
