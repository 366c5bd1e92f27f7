import { describe, expect, test } from 'vitest';
import { namesFileIn } from '../../electron/server/key-file-path.ts';

const folders = [
  'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys',
  'C:\\ProgramData\\Microsoft\\Crypto\\Keys',
];

describe('the path of a machine key', () => {
  test.each([
    'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\6de9cb26d2b98c01ec4e9e8b34824aa2_b2',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1',
    'c:\\programdata\\MICROSOFT\\crypto\\keys\\A1',
  ])('lies directly in one of its folders: %s', (path) => {
    expect(namesFileIn(folders, path)).toBe(true);
  });

  test.each([
    '',
    'a1',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\.',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\..',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\below\\a1',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\..\\SystemKeys\\a1',
    'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\..\\Keys\\a1',
    'C:/ProgramData/Microsoft/Crypto/Keys/a1',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1:stream',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1::$DATA',
    'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a*',
    'D:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1',
    '\\\\localhost\\C$\\ProgramData\\Microsoft\\Crypto\\Keys\\a1',
    '\\\\?\\C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1',
    'C:\\Windows\\System32\\config\\SAM',
  ])('is none when something else could be meant: %s', (path) => {
    expect(namesFileIn(folders, path)).toBe(false);
  });
});
