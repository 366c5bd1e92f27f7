import { describe, expect, it } from 'vitest';
import { constants } from '../../electron/server/windows/headers.ts';
import { signatureOf } from '../../electron/server/windows/signature.ts';
import type { Win32WithSetup } from '../../electron/server/windows/setup-calls.ts';
import type { Pointer } from '../../electron/server/windows/win32.ts';

interface Asked {
  readonly dwStateAction: number;
  readonly hWVTStateData: number;
}

/** A Windows whose judgement has the handle 7, and what WinVerifyTrust was asked for. */
function judging(result: number, signer: () => Pointer | null = () => null) {
  const memory = new Map<Pointer, Asked>();
  const asked: Asked[] = [];
  const win32 = {
    types: {},
    sizeOf: () => 16,
    withMemory: (_bytes: number, work: (at: Pointer) => Promise<unknown>) => work(1000n),
    write: (at: Pointer, _type: unknown, value: Asked) => memory.set(at, value),
    decode: (at: Pointer) => memory.get(at),
    WinVerifyTrust: (_window: number, _action: Pointer, data: Pointer) => {
      const one = memory.get(data);
      if (one === undefined) throw new Error('Nothing is asked there');
      asked.push(one);
      if (one.dwStateAction === constants.WTD_STATEACTION_VERIFY) {
        memory.set(data, { ...one, hWVTStateData: 7 });
      }
      return Promise.resolve({ result, lastError: 0 });
    },
    WTHelperProvDataFromStateData: signer,
  } as unknown as Win32WithSetup;
  return { asked, judge: () => signatureOf(win32, 'D:\\setup.exe', 5) };
}

const verified = { dwStateAction: constants.WTD_STATEACTION_VERIFY, hWVTStateData: 0 };
const closed = { dwStateAction: constants.WTD_STATEACTION_CLOSE, hWVTStateData: 7 };

describe('the judgement of Windows on a signature', () => {
  it.each([0, constants.TRUST_E_NOSIGNATURE, constants.TRUST_E_BAD_DIGEST, 0x800b0109])(
    'is given back to Windows, whatever it is: %i',
    async (result) => {
      const { asked, judge } = judging(result);
      await judge();
      expect(asked).toMatchObject([verified, closed]);
    },
  );

  it('is given back when reading it fails', async () => {
    const { asked, judge } = judging(0, () => {
      throw new Error('a bug');
    });
    await expect(judge()).rejects.toThrow('a bug');
    expect(asked).toMatchObject([verified, closed]);
  });

  it('is asked for without a window and without the network', async () => {
    const { asked, judge } = judging(0);
    await judge();
    expect(asked[0]).toMatchObject({
      dwUIChoice: constants.WTD_UI_NONE,
      fdwRevocationChecks: constants.WTD_REVOKE_NONE,
      dwProvFlags: constants.WTD_REVOCATION_CHECK_NONE | constants.WTD_CACHE_ONLY_URL_RETRIEVAL,
    });
  });

  it('is none where it names nobody, or is no code that is known', async () => {
    expect(await judging(0).judge()).toMatchObject({ kind: 'not-judged', because: { code: 'NO_SIGNER' } });
    expect(await judging(0x800b0109).judge()).toMatchObject({ because: { code: '0x800B0109' } });
    expect(await judging(constants.TRUST_E_BAD_DIGEST).judge()).toEqual({ kind: 'broken' });
    expect(await judging(constants.TRUST_E_SUBJECT_FORM_UNKNOWN).judge()).toEqual({ kind: 'none' });
  });
});
