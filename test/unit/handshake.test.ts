import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type SecureContextOptions } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { serverExtensions, signedCertificate } from '../../electron/certificate.ts';
import { oldServersToo, servedCertificate } from '../../electron/handshake.ts';
import { signerOf } from '../../electron/server/practice/keys.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';

const signer = signerOf(fixedKey(0));
const der = signedCertificate(
  {
    subject: 'mail.contoso.com',
    issuer: 'Nobody',
    serialNumber: '1',
    notBefore: '2020-01-01T00:00:00Z',
    notAfter: '2021-01-01T00:00:00Z',
    publicKey: signer.publicKey,
    extensions: serverExtensions(['mail.contoso.com']),
  },
  signer,
);
const certificate = new X509Certificate(der);
const identity = { cert: certificate.toString(), key: fixedKey(0) };

const ample = 30_000;
let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function listening(server: Server, host = '127.0.0.1'): Promise<{ host: string; port: number }> {
  closers.push(() => server.close());
  server.listen(0, host);
  await once(server, 'listening');
  return { host, port: (server.address() as AddressInfo).port };
}

describe('which certificate an address serves', () => {
  it('sees one that is expired, unknown and of another name: it looks, it does not trust', async () => {
    const address = await listening(createTlsServer(identity));
    expect(await servedCertificate(address, ample)).toEqual({
      kind: 'certificate',
      thumbprint: certificate.fingerprint.replaceAll(':', ''),
    });
  });

  it('sees it on an address of IPv6', async () => {
    expect(await servedCertificate(await listening(createTlsServer(identity), '::1'), ample)).toMatchObject({
      kind: 'certificate',
    });
  });

  it('sees it through TLS 1.0 too, all that an old server may offer', async () => {
    const old = { maxVersion: 'TLSv1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const address = await listening(createTlsServer({ ...identity, ...old }));
    expect(await servedCertificate(address, ample)).toMatchObject({ kind: 'certificate' });
  });

  it('asks for no name, so that it meets the certificate of the address', async () => {
    const names: unknown[] = [];
    const server = createTlsServer({
      ...identity,
      SNICallback(name, answer) {
        names.push(name);
        answer(null);
      },
    });
    await servedCertificate(await listening(server), ample);
    expect(names).toEqual([]);
  });

  it('sends nothing after the handshake', async () => {
    const received: Buffer[] = [];
    const server = createTlsServer(identity);
    const ended = new Promise((resolve) => {
      server.on('secureConnection', (socket) => {
        socket.on('data', (data: Buffer) => received.push(data));
        socket.on('error', () => undefined);
        socket.on('close', resolve);
      });
    });
    await servedCertificate(await listening(server), ample);
    await ended;
    expect(received).toEqual([]);
  });

  it('says that nothing listens when the connection is refused', async () => {
    const server = createServer();
    const address = await listening(server);
    server.close();
    await once(server, 'close');
    expect(await servedCertificate(address, ample)).toEqual({ kind: 'nothing-listens' });
  });

  it.each([
    ['EADDRNOTAVAIL', { host: '127.0.0.1', port: 0 }],
    ['ENETUNREACH', { host: '255.255.255.255', port: 443 }],
  ])('says so when this machine has no such address: %s', async (_, address) => {
    expect(await servedCertificate(address, ample)).toEqual({ kind: 'nothing-listens' });
  });

  it('says that no handshake came about when the connection is reset', async () => {
    const address = await listening(createServer((socket) => socket.resetAndDestroy()));
    expect(await servedCertificate(address, ample)).toEqual({
      kind: 'no-handshake',
      because: { code: 'ECONNRESET', tried: `TLS handshake with 127.0.0.1, port ${address.port}` },
    });
  });

  it('says so too when the other side closes without a word', async () => {
    const address = await listening(createServer((socket) => socket.end()));
    expect(await servedCertificate(address, ample)).toMatchObject({ kind: 'no-handshake' });
  });

  it('gives up after its time limit on a listener that stays silent', async () => {
    const server = createServer();
    server.on('connection', (socket) => closers.push(() => socket.destroy()));
    const address = await listening(server);
    expect(await servedCertificate(address, 1)).toMatchObject({
      kind: 'no-handshake',
      because: { code: 'ETIMEDOUT' },
    });
  });
});

describe('the protocols that a handshake knows', () => {
  function asked(create: (options: SecureContextOptions) => ReturnType<typeof createSecureContext>) {
    const tried: SecureContextOptions[] = [];
    oldServersToo((options) => {
      tried.push(options);
      return create(options);
    });
    return tried;
  }

  it('begin with TLS 1.0, at the lowest level of security that OpenSSL knows', () => {
    expect(asked(createSecureContext)).toEqual([{ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }]);
  });

  it('begin with TLS 1.0 in a window too, whose BoringSSL knows no level of security', () => {
    const boring = (options: SecureContextOptions) => {
      if (options.ciphers?.includes('@') === true) throw new Error('INVALID_COMMAND');
      return createSecureContext(options);
    };
    expect(asked(boring).at(-1)).toEqual({ minVersion: 'TLSv1' });
  });
});
