import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../shared/facts.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import type { NewCertificate } from './bridge/certificates.ts';
import type { Container } from './bridge/key-containers.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { certificateFor, container } from './material.ts';
import { known, startRecordsWorld, type RecordsWorld } from './records-world.ts';
import { openRemoteServer } from './remote-server.ts';

const badKeyset = '0x80090016';
const noKey = '0x8009000D';
const accessDenied = 5;

describeOnWine('a private key', () => {
  let exchange: RecordsWorld;
  beforeAll(async () => {
    exchange = await startRecordsWorld('with-update');
  });
  afterAll(() => exchange.dispose());

  /** Puts a new certificate into a store, and tells what the product says of it. */
  async function told(
    key: (Container & { readonly pkcs8Pem: string | null }) | null,
    more: Partial<NewCertificate> = {},
  ): Promise<Certificate> {
    const { der } = more.der === undefined ? certificateFor(key?.pkcs8Pem ?? fixedKey(0)) : { der: more.der };
    const stored = { store: 'MY', friendlyName: 'Test', ...more, der, key };
    await exchange.world.tools.addCertificate(stored);
    const { serialNumber } = new X509Certificate(Buffer.from(der, 'base64'));
    const all = known((await exchange.server.inspect()).certificates);
    const found = all.find(
      (one) => one.serialNumber === serialNumber && one.store.toUpperCase() === stored.store.toUpperCase(),
    );
    if (found === undefined) throw new Error(`Not told: ${serialNumber} in ${stored.store}`);
    return found;
  }

  /** What the product says of the key in a container, in a Windows where calls answer so. */
  async function toldWhere(
    name: string,
    answers: Alterations['answers'] & object,
  ): Promise<Certificate['key']> {
    const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered: { answers } });
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    const certificates = known((await opened.value.inspect()).certificates);
    await opened.value.close();
    const found = certificates.find(({ key }) =>
      key.kind === 'read'
        ? key.value.kind === 'linked' && key.value.container === name
        : key.because.tried.includes(name),
    );
    if (found === undefined) throw new Error(`Not told: ${name}`);
    return found.key;
  }

  /** The file that Windows keeps of a machine key. */
  async function keyFile(name: string): Promise<void> {
    const path = join(exchange.world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
  }

  const linked = (value: object) => ({ kind: 'read', value: { kind: 'linked', ...value } });

  it('that opens, signs and has its file is all that Setup needs', async () => {
    await keyFile('whole');
    const { key } = await told({ ...container('whole'), pkcs8Pem: fixedKey(1) });
    expect(key).toMatchObject(
      linked({
        provider: 'CSP',
        providerName: 'Microsoft RSA SChannel Cryptographic Provider',
        container: 'whole',
        keySpec: 1,
        location: 'machine',
        access: { kind: 'signs' },
      }),
    );
  });

  it('is none where the store links none', async () => {
    expect((await told(null)).key).toEqual({ kind: 'read', value: { kind: 'none' } });
  });

  it('is lost when its container is not there and no file either', async () => {
    const { key } = await told({ ...container('never-there'), pkcs8Pem: null });
    expect(key).toMatchObject(linked({ location: 'machine', access: { kind: 'lost', code: badKeyset } }));
  });

  it('is lost when the container holds no key of that use', async () => {
    await keyFile('other-use');
    await exchange.world.tools.generateKey({ ...container('other-use'), keySpec: 2 });
    const { key } = await told({ ...container('other-use'), pkcs8Pem: null });
    expect(key).toMatchObject(linked({ keySpec: 1, access: { kind: 'lost', code: noKey } }));
  });

  it('for signatures alone is told so', async () => {
    await keyFile('signature-only');
    const { key } = await told({ ...container('signature-only'), keySpec: 2, pkcs8Pem: fixedKey(2) });
    expect(key).toMatchObject(linked({ keySpec: 2, access: { kind: 'signs' } }));
  });

  it('whose link carries a flag that opens nothing is opened all the same', async () => {
    await keyFile('with-flag');
    const { key } = await told(
      { ...container('with-flag'), pkcs8Pem: fixedKey(3) },
      { link: 'with-key-context' },
    );
    expect(key).toMatchObject(linked({ location: 'machine', access: { kind: 'signs' } }));
  });

  it('that cannot be opened while its file is there is refused, not lost', async () => {
    await keyFile('closed');
    const { key } = await told({ ...container('closed'), pkcs8Pem: null });
    expect(key).toMatchObject(linked({ access: { kind: 'refused', deed: 'open', code: badKeyset } }));
  });

  // Names of files that every Windows with IIS has: the hash of the container's name, then the machine's.
  it.each([
    ['iisConfigurationKey', '6de9cb26d2b98c01ec4e9e8b34824aa2'],
    ['Microsoft Internet Information Server', 'c2319c42033a5ca7f44e731bfd3fa2b5'],
  ])('that cannot be opened is found by the name that Windows gives its file: %s', async (name, hash) => {
    const machine = /"MachineGuid"="(?<guid>[^"]+)"/.exec(
      await exchange.world.registry.export('HKLM\\SOFTWARE\\Microsoft\\Cryptography'),
    )?.groups?.['guid'];
    await keyFile(`${hash}_${machine}`);
    const { key } = await told({ ...container(name), pkcs8Pem: null });
    expect(key).toMatchObject(linked({ access: { kind: 'refused', deed: 'open', code: badKeyset } }));
  });

  it('that signs and has no file is unknown: nobody can say who may change its access list', async () => {
    const { key } = await told({ ...container('without-file'), pkcs8Pem: fixedKey(4) });
    expect(key).toEqual({ kind: 'unknown', because: { code: '2', tried: 'key file without-file' } });
  });

  it('of a user profile is told as one', async () => {
    const { key } = await told({ ...container('of-the-user'), owner: 'user', pkcs8Pem: fixedKey(5) });
    expect(key).toMatchObject(linked({ provider: 'CSP', location: 'user-profile' }));
  });

  it('in a container of another type of provider is not called lost', async () => {
    const { key } = await told({ ...container('never-there-2'), providerType: 24, pkcs8Pem: null });
    expect(key).toMatchObject({ kind: 'unknown', because: { tried: 'CryptAcquireContextW never-there-2' } });
  });

  it('in CNG is never said to be good when it could not be opened', async () => {
    const cng = {
      ...container('in-cng'),
      provider: 'Microsoft Software Key Storage Provider',
      providerType: 0,
    };
    const { key } = await told({ ...cng, pkcs8Pem: null });
    // Wine's CNG opens no stored key: NTE_NOT_SUPPORTED.
    const access = { kind: 'inconclusive', because: { code: '0x80090029', tried: 'NCryptOpenKey' } };
    expect(key).toMatchObject({ kind: 'read', value: { kind: 'linked', provider: 'CNG', access } });
  });

  describe('in CNG that opens, as Microsoft says it answers', () => {
    const utf16 = (text: string) => Buffer.from(`${text}\0`, 'utf16le').toString('base64');
    const opens = {
      NCryptOpenKey: { result: 0 },
      NCryptSignHash: { result: 0 },
      NCryptGetProperty: { result: 0, writes: { 2: utf16('unique-name'), 4: 24 } },
    };
    const cng = (name: string) => ({
      ...container(name),
      provider: 'Microsoft Software Key Storage Provider',
      providerType: 0,
      pkcs8Pem: null,
    });

    it('is said to sign only with its file, whose access list may be changed', async () => {
      await told(cng('opens-in-cng'));
      // Nobody can say who may change the list of a file that is not found.
      expect(await toldWhere('opens-in-cng', opens)).toMatchObject(
        linked({
          provider: 'CNG',
          access: { kind: 'inconclusive', because: { code: '2', tried: 'key file of CNG' } },
        }),
      );
      await keyFile('unique-name');
      expect(await toldWhere('opens-in-cng', opens)).toMatchObject(
        linked({ provider: 'CNG', access: { kind: 'signs' } }),
      );
    });

    it.each([
      ['does not sign, with or without a padding', { NCryptSignHash: { result: 0x8009_0027 } }, '0x80090027'],
      ['tells no name of its file', { NCryptGetProperty: { result: 0x8009_0029 } }, '0x80090029'],
      [
        'has a provider that is not there',
        { NCryptOpenStorageProvider: { result: 0x8009_0030 } },
        '0x80090030',
      ],
    ])('is not known when it %s', async (what, answers, code) => {
      await told(cng(what));
      expect(await toldWhere(what, { ...opens, ...answers })).toMatchObject({
        kind: 'read',
        value: { provider: 'CNG', access: { kind: 'inconclusive', because: { code } } },
      });
    });

    it('is lost when it is not there, and refused when its file is', async () => {
      await told(cng('not-there'));
      const answers = { ...opens, NCryptOpenKey: { result: 0x8009_0016 } };
      expect(await toldWhere('not-there', answers)).toMatchObject(
        linked({ provider: 'CNG', access: { kind: 'lost', code: badKeyset } }),
      );
      await keyFile('not-there');
      expect(await toldWhere('not-there', answers)).toMatchObject(
        linked({ provider: 'CNG', access: { kind: 'refused', deed: 'open', code: badKeyset } }),
      );
    });
  });

  it('is refused when its access list may not be changed, though it signs', async () => {
    await keyFile('fixed-list');
    await told({ ...container('fixed-list'), pkcs8Pem: fixedKey(6) });
    const answers = (lastError: number) => ({ CreateFileW: { result: -1, lastError } });
    expect(await toldWhere('fixed-list', answers(accessDenied))).toMatchObject(
      linked({ access: { kind: 'refused', deed: 'change-access', code: '5' } }),
    );
    const sharingViolation = 32;
    expect(await toldWhere('fixed-list', answers(sharingViolation))).toMatchObject({
      kind: 'unknown',
      because: { code: '32' },
    });
  });

  it('is not looked for in another folder, whatever its container is called', async () => {
    await keyFile('elsewhere');
    const { key } = await told({ ...container('..\\MachineKeys\\elsewhere'), pkcs8Pem: null });
    expect(key).toMatchObject(linked({ access: { kind: 'lost', code: badKeyset }, file: null }));
  });

  it('of a copy in Root is never asked for', async () => {
    await exchange.world.tools.generateKey(container('also-in-root'));
    const { key, store, friendlyName } = await told(
      { ...container('also-in-root'), pkcs8Pem: null },
      { store: 'Root', friendlyName: 'Contoso Root' },
    );
    expect({ key, store, friendlyName }).toEqual({
      key: { kind: 'read', value: { kind: 'none' } },
      store: 'Root',
      friendlyName: 'Contoso Root',
    });
  });

  it('is told of the certificates in WebHosting too', async () => {
    const { key, store } = await told({ ...container('hosted'), pkcs8Pem: null }, { store: 'WebHosting' });
    expect(store).toBe('WebHosting');
    expect(key).toMatchObject(linked({ access: { kind: 'lost' } }));
  });

  it('may be of an elliptic curve: what is told of the certificate says so', async () => {
    const path = new URL('../fixtures/certificates/ecc-sha384.pem', import.meta.url);
    const der = new X509Certificate(readFileSync(path)).raw.toString('base64');
    const { publicKey, signatureHash } = await told(null, { der });
    expect({ publicKey, signatureHash }).toEqual({
      publicKey: { algorithm: 'ECC', bits: 384 },
      signatureHash: 'SHA-384',
    });
  });

  it.each([
    ['none', null, ''],
    ['an empty one', '', ''],
    ['one in every script', 'Ünïcödé — 日本語 🔑 <b>&amp; "quoted" \\ %PATH%', null],
    ['one with lines and tabs', 'first\r\nsecond\tthird', null],
    ['one that is long', 'x'.repeat(4000), null],
    ['one that goes on after its end', 'Microsoft Exchange\0 and more', 'Microsoft Exchange'],
  ])('lies beside a friendly name: %s', async (_, friendlyName, shown) => {
    expect((await told(null, { friendlyName })).friendlyName).toBe(shown ?? friendlyName);
  });
});
