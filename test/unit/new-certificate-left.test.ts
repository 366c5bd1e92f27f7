import { beforeEach, describe, expect, test } from 'vitest';
import { constants } from '../../electron/server/windows/headers.ts';
import { createCertificate } from '../../electron/server/windows/new-certificate.ts';
import type { Win32 } from '../../electron/server/windows/win32.ts';

const target = { container: 'cu-rescue-new', serialNumber: '4B0C' };
const value = {
  netbiosName: 'EX01',
  fullyQualifiedName: 'EX01.contoso.local',
  friendlyName: 'Microsoft Exchange',
  notBefore: '2026-03-01T03:12:00.000Z',
  notAfter: '2031-03-01T03:12:00.000Z',
};

/** NTE_NOT_SUPPORTED: what the making of the key is refused with. */
const first = 0x8009_0029;

/** A Windows without certificates that makes a key container, and then no key in it. */
function windowsWhere(deletion: () => number) {
  let containerIsThere = false;
  let lastError = 0;
  const acquire = (flags: number) => {
    const isNew = (flags & constants.CRYPT_NEWKEYSET) !== 0;
    if ((flags & constants.CRYPT_DELETEKEYSET) !== 0) return deletion();
    if (!containerIsThere && !isNew) return constants.NTE_BAD_KEYSET;
    containerIsThere = true;
    return 0;
  };
  const answered = (code: number) => Promise.resolve({ result: code === 0 ? 1 : 0, lastError: code });
  const calls = {
    getLastError: () => lastError,
    CertOpenStore: () => 1,
    CertCloseStore: () => 1,
    CertEnumCertificatesInStore: () => {
      lastError = constants.CRYPT_E_NOT_FOUND;
      return null;
    },
    CryptAcquireContextW: (_: unknown, __: string, ___: string, ____: number, flags: number) =>
      answered(acquire(flags)),
    CryptReleaseContext: () => 1,
    CryptGenKey: () => answered(first),
  };
  return calls as unknown as Win32;
}

describe('a new certificate that does not come about', () => {
  let deletions: number;
  beforeEach(() => {
    deletions = 0;
  });

  test('is told with what failed first, when what was half made cannot be removed either', async () => {
    const windows = windowsWhere(() => {
      deletions++;
      return constants.NTE_PERM;
    });
    await expect(createCertificate(windows, target, value)).rejects.toMatchObject({
      call: 'CryptGenKey',
      code: '0x80090029',
    });
    expect(deletions).toBe(1);
  });

  test('never covers a mistake of ours in the removal', async () => {
    const windows = windowsWhere(() => {
      throw new TypeError('a mistake');
    });
    await expect(createCertificate(windows, target, value)).rejects.toThrow('a mistake');
  });
});
