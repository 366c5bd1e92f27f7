import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { fromPrivateKeyBlob, toPrivateKeyBlob } from './bridge/private-key-blob.ts';

describe("a key as CryptoAPI's PRIVATEKEYBLOB", () => {
  const byOpenssl = execFileSync('openssl', ['rsa', '-outform', 'MSBLOB'], {
    input: fixedKey(0),
    stdio: ['pipe', 'pipe', 'ignore'],
  });

  it('is what openssl writes', () => {
    expect(toPrivateKeyBlob(fixedKey(0), 1).equals(byOpenssl)).toBe(true);
  });

  it('is read back as the key that it was', () => {
    expect(fromPrivateKeyBlob(byOpenssl)).toBe(fixedKey(0));
  });
});
