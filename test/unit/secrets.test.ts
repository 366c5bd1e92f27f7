import { createPrivateKey } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { found, markersOf, pemMarkers, unfoldedPdf } from '../fixtures/secrets.ts';

const pem = fixedKey(0);
const key = createPrivateKey(pem);
const d = Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url');
const markers = markersOf(pem, 'key');
const noise = Buffer.alloc(1000, 'xyz');

/** The search of the tests for secrets, in which a key has to be found wherever it hides. */
it.each([
  ['its PEM', Buffer.from(pem)],
  ['its DER', key.export({ format: 'der', type: 'pkcs8' })],
  ['its DER of PKCS #1', key.export({ format: 'der', type: 'pkcs1' })],
  [
    'its JWK',
    Buffer.from(
      JSON.stringify(key.export({ format: 'jwk' }))
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    ),
  ],
  ['one number of it', d],
  ['one number of it, backwards', Buffer.from(d).reverse()],
  ['one number of it in hexadecimal', Buffer.from(d.toString('hex'))],
  ['one number of it in upper case', Buffer.from(d.toString('hex').toUpperCase())],
  ['one number of it in the text of a memory', Buffer.from(d.toString('hex'), 'utf16le')],
  [
    'one number of it in base64, behind one byte',
    Buffer.from(Buffer.concat([Buffer.alloc(1), d]).toString('base64')),
  ],
  [
    'one number of it in base64, behind two bytes',
    Buffer.from(Buffer.concat([Buffer.alloc(2), d]).toString('base64')),
  ],
])('a key is found by %s', (_what, bytes) => {
  expect(found(markers, Buffer.concat([noise, bytes, noise]))).not.toEqual([]);
});

it('another key is told from it', () => {
  expect(found(markers, Buffer.from(fixedKey(1)))).toEqual([]);
  expect(found(pemMarkers, Buffer.from(fixedKey(1)))).toEqual(['the head of a PEM']);
});

it('a key is found in what a PDF has compressed', () => {
  const pdf = Buffer.concat([
    Buffer.from('%PDF\nstream\n'),
    deflateSync(Buffer.from(pem)),
    Buffer.from('\nendstream'),
  ]);
  expect(found(markers, pdf)).toEqual([]);
  expect(found(markers, unfoldedPdf(pdf))).not.toEqual([]);
});
