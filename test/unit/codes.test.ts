import { describe, expect, test } from 'vitest';
import { becauseText, codeClause } from '../../shared/text/english/codes.ts';

/** What calls of Windows answer on the ways that a rescue goes. */
const ofWindows = [
  ...['2', '5', '32', '87', '183', '259', '1058', '1060', '1312'],
  ...['0x80070005', '0x80070020', '0x80070520', '0x80090006', '0x8009000D', '0x8009000F', '0x80090010'],
  ...['21', '53', '67', '193', '740', '1260', '0x800B0101', '0x800B0109', '0x800B010A'],
  ...['0x80090014', '0x80090016', '0x80090029', '0x80092004', '0x80092005'],
];

const ofConfiguration = [
  ...['XML_NOT_WELL_FORMED', 'XML_DOCTYPE_REFUSED', 'ENCODING_NOT_UNDERSTOOD', 'FILE_TOO_LARGE'],
  ...['NOT_A_CONFIGURATION', 'SECTION_MISSING', 'SECTION_ELSEWHERE', 'SECTION_ENCRYPTED'],
  ...['ATTRIBUTE_MISSING', 'VALUE_NOT_UNDERSTOOD', 'SITE_ID_TWICE', 'PATH_NOT_ABSOLUTE'],
  ...['ENVIRONMENT_VARIABLE_MISSING', 'NOT_DONE', 'NO_OUTPUT', 'TOO_MUCH_OUTPUT', 'NO_SIGNER'],
];

describe('a code', () => {
  test.each([...ofWindows, ...ofConfiguration])('is said in words, and stays beside them: %s', (code) => {
    const clause = codeClause(code);
    expect(clause).toMatch(/^[A-Za-z].+ \(.+\)$/);
    expect(clause.endsWith(` (${code})`)).toBe(true);
    expect(clause).not.toContain('Windows answered');
  });

  test('of Windows is not said in the words of a file', () => {
    expect(codeClause('2')).not.toMatch(/file|folder/);
    expect(codeClause('ENOENT')).toMatch(/file or folder/);
  });

  test.each([
    ['5', '0x80070005'],
    ['32', '0x80070020'],
    ['1312', '0x80070520'],
  ])('means the same in both numberings: %s and %s', (small, large) => {
    expect(codeClause(large).replace(large, small)).toBe(codeClause(small));
  });

  test.each(['4711', '0x80090030'])(
    'that nobody knows is said by its number, with what was done: %s',
    (code) => {
      expect(becauseText({ code, tried: 'CryptSignHashW' })).toBe(`CryptSignHashW: Windows answered ${code}`);
    },
  );

  test('that is a name and not known stays as it is', () => {
    expect(codeClause('ESOMETHING')).toBe('ESOMETHING');
  });
});
