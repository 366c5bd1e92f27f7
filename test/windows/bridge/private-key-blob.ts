// RSA keys as CryptoAPI writes them (PRIVATEKEYBLOB, wincrypt.h: BLOBHEADER, RSAPUBKEY, then the numbers, each
// little-endian and of a fixed length), and as everybody else does.
import { createPrivateKey, type JsonWebKey } from 'node:crypto';

/** The numbers of the blob in their order, by their names in a JSON Web Key, each with its share of the modulus' length. */
const numbers = [
  ['n', 1],
  ['p', 2],
  ['q', 2],
  ['dp', 2],
  ['dq', 2],
  ['qi', 2],
  ['d', 1],
] as const;

const headLength = 20;
const privateKeyBlob = 7;
const rsa2 = 0x32415352;
const algorithms = { 1: 0xa400, 2: 0x2400 } as const;

/** 1 AT_KEYEXCHANGE, 2 AT_SIGNATURE. */
export type KeySpec = keyof typeof algorithms;

/** @param pem PKCS#8 or PKCS#1, without a password */
export function toPrivateKeyBlob(pem: string, keySpec: KeySpec): Buffer {
  const key = createPrivateKey(pem).export({ format: 'jwk' });
  const bytes = Buffer.from(key.n ?? '', 'base64url').length;
  const head = Buffer.alloc(headLength);
  head.writeUInt8(privateKeyBlob, 0);
  head.writeUInt8(2, 1);
  head.writeUInt32LE(algorithms[keySpec], 4);
  head.writeUInt32LE(rsa2, 8);
  head.writeUInt32LE(bytes * 8, 12);
  head.writeUIntLE(Buffer.from(key.e ?? '', 'base64url').readUIntBE(0, 3), 16, 4);
  const parts = numbers.map(([name, share]) => littleEndian(key[name] ?? '', bytes / share));
  return Buffer.concat([head, ...parts]);
}

/** PKCS#8, PEM. */
export function fromPrivateKeyBlob(blob: Buffer): string {
  if (blob.readUInt8(0) !== privateKeyBlob || blob.readUInt32LE(8) !== rsa2) {
    throw new Error('Not a PRIVATEKEYBLOB of RSA');
  }
  const bytes = blob.readUInt32LE(12) / 8;
  const key: JsonWebKey = { kty: 'RSA', e: numberText(blob.subarray(16, headLength)) };
  let at = headLength;
  for (const [name, share] of numbers) {
    key[name] = numberText(blob.subarray(at, at + bytes / share));
    at += bytes / share;
  }
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}

function littleEndian(base64url: string, length: number): Buffer {
  const padded = Buffer.alloc(length);
  Buffer.from(base64url, 'base64url').reverse().copy(padded);
  return padded;
}

/** Big-endian without leading zeros, base64url. */
function numberText(bytes: Buffer): string {
  const turned = Buffer.from(bytes).reverse();
  return turned.subarray(turned.findIndex((byte) => byte !== 0)).toString('base64url');
}
