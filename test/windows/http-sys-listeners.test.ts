import { afterAll, beforeAll, expect, it } from 'vitest';
import { servedCertificate } from '../../electron/handshake.ts';
import { endpoint, type Endpoint } from '../../shared/endpoint.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startHttpSysListeners, type HttpSysListeners } from './http-sys-listeners.ts';
import { certificateFor, container } from './material.ts';
import { startWineWorld, type WineWorld } from './wine-world.ts';

const timeLimit = 30_000;
const parameters = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/** A record as Windows keeps it, as `reg import` takes it. */
function recordText(key: string, thumbprint: string, more = ''): string {
  const bytes = thumbprint.toLowerCase().match(/../g)!.join(',');
  const values = `"SslCertHash"=hex:${bytes}\r\n"SslCertStoreName"="MY"\r\n${more}`;
  return `Windows Registry Editor Version 5.00\r\n\r\n[${parameters}\\${key}]\r\n${values}`;
}

describeOnWine('the listeners that play http.sys', () => {
  const ours = endpoint('127.0.0.1:443');
  const named = endpoint('mail.contoso.com:443');
  let world: WineWorld;
  let listeners: HttpSysListeners;
  beforeAll(async () => {
    world = await startWineWorld({ httpSys: 'with-update' });
    listeners = await startHttpSysListeners(world, [ours, named]);
  });
  afterAll(async () => {
    await listeners.close();
    await world.dispose();
  });

  const served = (at: Endpoint) =>
    servedCertificate({ host: '127.0.0.1', port: listeners.ports.get(at)! }, timeLimit);
  const certificate = (thumbprint: string) => ({ kind: 'certificate', thumbprint });
  const reset = { kind: 'no-handshake', because: expect.objectContaining({ code: 'ECONNRESET' }) as unknown };

  /** The thumbprint of a new certificate, its key in a container of that name. */
  async function withImportedKey(name: string, index: number): Promise<string> {
    const { der, thumbprint } = certificateFor(fixedKey(index));
    const key = { ...container(name), pkcs8Pem: fixedKey(index) };
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: null, key });
    return thumbprint;
  }

  it('reset a connection while there is no record', async () => {
    expect(await served(ours)).toMatchObject(reset);
  });

  it('present a certificate whose key was made inside Windows and never came out', async () => {
    await world.tools.generateKey(container('made-inside'));
    const { der, thumbprint } = certificateFor((await world.tools.privateKeyOf('made-inside'))!);
    const key = { ...container('made-inside'), pkcs8Pem: null };
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: null, key });
    await world.registry.import(recordText('SslBindingInfo\\0.0.0.0:443', thumbprint));
    expect(await served(ours)).toEqual(certificate(thumbprint));
  });

  it("prefer the address' own record, and look it up for every connection", async () => {
    const thumbprint = await withImportedKey('own', 2);
    expect(await served(ours)).not.toEqual(certificate(thumbprint));
    await world.registry.import(recordText('SslBindingInfo\\127.0.0.1:443', thumbprint));
    expect(await served(ours)).toEqual(certificate(thumbprint));
  });

  it('find the record of a host name under whatever key Windows gave it', async () => {
    const thumbprint = await withImportedKey('named', 3);
    const hostName = '"HostnamePort"="MAIL.contoso.com:443"\r\n';
    const key = 'SslSniBindingInfo\\{0f5c9a1e-0000-4000-8000-000000000000}';
    await world.registry.import(recordText(key, thumbprint, hostName));
    expect(await served(named)).toEqual(certificate(thumbprint));
  });

  it('reset a connection once the key is gone, though they have served it before', async () => {
    const thumbprint = await withImportedKey('lost-later', 4);
    await world.registry.import(recordText('SslBindingInfo\\127.0.0.1:443', thumbprint));
    expect(await served(ours)).toEqual(certificate(thumbprint));
    await world.tools.removeContainer(container('lost-later'));
    expect(await served(ours)).toMatchObject(reset);
  });
});
