import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { certificateFor, container } from './material.ts';
import { keysOf } from './registry-keys.ts';
import { startWineWorld, type WineWorld } from './wine-world.ts';

describeOnWine('a Windows of the tests', () => {
  let world: WineWorld;
  beforeAll(async () => {
    world = await startWineWorld({ httpSys: 'with-update' });
  });
  afterAll(() => world.dispose());

  it('keeps a certificate with its key, and gives the same key back', async () => {
    const { der, thumbprint } = certificateFor(fixedKey(0));
    const key = { ...container('imported'), pkcs8Pem: fixedKey(0) };
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: 'Microsoft Exchange', key });
    expect(await world.tools.listCertificates('MY')).toContainEqual({
      thumbprint,
      der,
      friendlyName: 'Microsoft Exchange',
      container: 'imported',
    });
    expect(await world.tools.privateKeyOf('imported')).toBe(fixedKey(0));
    await world.tools.removeCertificate('MY', thumbprint);
    expect(await world.tools.listCertificates('MY')).not.toContainEqual(
      expect.objectContaining({ thumbprint }),
    );
    expect(await world.tools.listContainers()).toContain('imported');
  });

  it('keeps a certificate whose key is lost', async () => {
    const { der, thumbprint } = certificateFor(fixedKey(1));
    const key = { ...container('never-there'), pkcs8Pem: null };
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: null, key });
    expect(await world.tools.listCertificates('MY')).toContainEqual(
      expect.objectContaining({ thumbprint, friendlyName: null, container: 'never-there' }),
    );
    expect(await world.tools.privateKeyOf('never-there')).toBeNull();
  });

  it('refuses a second container of the same name', async () => {
    await world.tools.generateKey(container('twice'));
    await expect(world.tools.generateKey(container('twice'))).rejects.toThrow(
      'CryptAcquireContextW failed: 0x8009000f',
    );
    await world.tools.removeContainer(container('twice'));
    expect(await world.tools.listContainers()).not.toContain('twice');
  });

  it('keeps the keys of the user apart from those of the machine', async () => {
    await world.tools.generateKey({ ...container('of-the-user'), owner: 'user' });
    expect(await world.tools.listContainers()).not.toContain('of-the-user');
    expect(await world.tools.privateKeyOf('of-the-user')).toBeNull();
  });

  it('has services that can be made, changed and taken away', async () => {
    const path = 'C:\\windows\\system32\\svchost.exe';
    const service = {
      name: 'MSExchangeTest',
      displayName: 'Exchange test',
      startType: 'automatic',
      path,
    } as const;
    const query = async () => (await world.run('sc', ['query', 'MSExchangeTest'])).status;
    await world.tools.createServices([service]);
    expect(
      await world.registry.export('HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeTest'),
    ).toContain('"Start"=dword:00000002');
    await world.tools.setStartType('MSExchangeTest', 'disabled');
    expect(
      await world.registry.export('HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeTest'),
    ).toContain('"Start"=dword:00000004');
    expect(await query()).toBe(0);
    await world.tools.deleteService('MSExchangeTest');
    expect(await query()).not.toBe(0);
  });

  it('writes the registry, and reads it, in any language', async () => {
    const key = 'HKEY_LOCAL_MACHINE\\Software\\Prüfung';
    await world.registry.import(`Windows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n"Größe"="日本"\r\n`);
    expect(await world.registry.export('HKLM\\Software\\Prüfung')).toContain('"Größe"="日本"');
    await expect(world.registry.export('HKLM\\Software\\Nothing')).rejects.toThrow('There is no key');
  });

  it("reads the registry as Windows' own reg does", async () => {
    const key = 'HKEY_LOCAL_MACHINE\\Software\\CU Rescue Harness';
    const values = [
      '@="its own"',
      '"text"="C:\\\\Windows \\"quoted\\""',
      '"empty"=""',
      '"number"=dword:0000ffff',
      '"bytes"=hex:00,01,ff',
      '"none"=hex:',
      '"expands"=hex(2):25,00,41,00,25,00,00,00',
      '"texts"=hex(7):61,00,00,00,62,00,00,00,00,00',
      `"long"=hex:${Array.from({ length: 200 }, () => 'ab').join(',')}`,
    ];
    const below = [`[${key}\\below]`, '', `[${key}\\below\\again]`, '"deep"="yes"'];
    const head = ['Windows Registry Editor Version 5.00', '', `[${key}]`];
    await world.registry.import([...head, ...values, '', ...below, ''].join('\r\n'));
    const ran = await world.run('reg', ['export', key, 'C:\\by-reg.reg', '/y']);
    expect(ran).toMatchObject({ status: 0 });
    const byReg = keysOf(readFileSync(join(world.driveC, 'by-reg.reg'), 'utf16le').replace(/^\ufeff/, ''));
    expect(byReg.get(key)?.size).toBe(values.length);
    expect(keysOf(await world.registry.export(key))).toEqual(byReg);
  });

  it('runs programs, and tells how they ended and what they said', async () => {
    writeFileSync(join(world.driveC, 'placed.txt'), 'by the test');
    const script = `
      process.stderr.write(require('fs').readFileSync('C:/placed.txt', 'utf8'));
      console.log(process.platform);
      process.exitCode = 3;`;
    expect(await world.run('node.exe', ['-e', script])).toEqual({
      status: 3,
      stdout: 'win32\n',
      stderr: 'by the test',
    });
  });

  it('plays a newer http.sys, or an older one', async () => {
    const older = await startWineWorld({ httpSys: 'without-update' });
    try {
      const script = `
        const library = require('koffi').load('C:/windows/system32/httpapi.dll');
        library.func('HttpSetServiceConfiguration', 'uint32', []);
        library.func('HttpUpdateServiceConfiguration', 'uint32', []);`;
      expect(await world.run('node.exe', ['-e', script])).toMatchObject({ status: 0 });
      expect((await older.run('node.exe', ['-e', script])).stderr).toContain(
        "Cannot find function 'HttpUpdateServiceConfiguration'",
      );
    } finally {
      await older.dispose();
    }
  });

  it('ends a program that takes too long', async () => {
    const forever = 'setInterval(() => 0, 1000)';
    await expect(world.run('node.exe', ['-e', forever], { timeLimit: 3000 })).rejects.toThrow(
      'Not done after 3000 ms',
    );
  });

  it('shares no file with the next one that can be written to', () => {
    const prefix = dirname(world.driveC);
    const writable = readdirSync(prefix, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isSymbolicLink() && !entry.parentPath.endsWith('dosdevices'))
      .map((entry) => readlinkSync(join(entry.parentPath, entry.name)))
      .filter((target) => /\.(reg|ini|inf|json|txt|log)$/.test(target));
    expect(writable).toEqual([]);
  });
});
