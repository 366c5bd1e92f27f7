import { describe, expect, it } from 'vitest';
import { accessAfterFailure } from '../../electron/server/windows/key-access-after-failure.ts';

const badKeyset = '0x80090016';
const noKey = '0x8009000D';

describe('a private key that could not be used', () => {
  it('is lost where Windows finds none, and no file of it is there', () => {
    expect(accessAfterFailure(badKeyset, 'not-found')).toEqual({ kind: 'lost', code: badKeyset });
  });

  it('is refused where Windows finds none, and its file is there', () => {
    expect(accessAfterFailure(badKeyset, 'found')).toEqual({
      kind: 'refused',
      deed: 'open',
      code: badKeyset,
    });
  });

  it.each(['found', 'not-found'] as const)('is lost where its container is empty, its file %s', (file) => {
    expect(accessAfterFailure(noKey, file)).toEqual({ kind: 'lost', code: noKey });
  });

  it.each(['5', '0x80070005', '0x80090010'])('is refused where access is denied (%s)', (code) => {
    for (const file of ['found', 'not-found'] as const) {
      expect(accessAfterFailure(code, file)).toEqual({ kind: 'refused', deed: 'open', code });
    }
  });

  it.each([
    ['its file is not found', '2'],
    ['its provider is not there', '0x80090030'],
    ['its provider does not support what was asked', '0x80090029'],
    ['its provider takes another parameter', '0x80090027'],
    ['its container belongs to another type of provider', '0x80090014'],
    ['the device of its provider is not ready', '0x80090030'],
    ['another program has its file', '32'],
  ])('is not known where %s', (_why, code) => {
    for (const file of ['found', 'not-found'] as const) expect(accessAfterFailure(code, file)).toBeNull();
  });
});
