import { describe, expect, test } from 'vitest';
import { readIis } from '../../electron/server/windows/iis.ts';
import type { ClientProtection } from '../../shared/facts.ts';
import { valueOr, type Reading } from '../../shared/reading.ts';
import { changed, exchangeHost, hostPath, machine } from '../fixtures/iis/machine.ts';

async function protectionOf(host: string): Promise<Reading<ClientProtection>> {
  return (await readIis(machine({ [hostPath]: host }))).clientProtection;
}

async function extendedProtectionOf(host: string): Promise<ClientProtection['extendedProtection'] | null> {
  return valueOr(await protectionOf(host), null)?.extendedProtection ?? null;
}

describe('Extended Protection', () => {
  test('is told per virtual directory, with the mode as configured, where it is on', async () => {
    expect(await extendedProtectionOf(exchangeHost)).toEqual([
      { path: 'Default Web Site/owa', mode: 'Require' },
      { path: 'Default Web Site/ecp', mode: 'Require' },
      { path: 'Default Web Site/EWS', mode: 'Allow' },
      { path: 'Default Web Site/Microsoft-Server-ActiveSync', mode: 'Allow' },
      { path: 'Default Web Site/OAB', mode: 'Require' },
      { path: 'Default Web Site/mapi', mode: 'Require' },
      { path: 'Default Web Site/Rpc', mode: 'Require' },
      { path: 'Default Web Site/API', mode: 'Require' },
      { path: 'Exchange Back End/owa', mode: 'Require' },
      { path: 'Exchange Back End/ecp', mode: 'Require' },
      { path: 'Exchange Back End/EWS', mode: 'Require' },
      { path: 'Exchange Back End/mapi/emsmdb', mode: 'Require' },
      { path: 'Exchange Back End/PowerShell', mode: 'Require' },
    ]);
  });

  test.each([
    ['require', 'Require'],
    ['ALLOW', 'Allow'],
  ])('is told whatever the case of its mode: %s', async (written, mode) => {
    const host = changed('tokenChecking="Require"', `tokenChecking="${written}"`);
    expect((await extendedProtectionOf(host))?.[0]).toEqual({ path: 'Default Web Site/owa', mode });
  });

  test.each(['', 'tokenChecking="none"'])('is off with "%s"', async (attribute) => {
    const found = await extendedProtectionOf(changed('tokenChecking="Require"', attribute));
    expect(found?.[0]?.path).toBe('Default Web Site/ecp');
  });

  test('of the whole server is told too', async () => {
    const host = changed(
      '<windowsAuthentication enabled="false" authPersistNonNTLM="true">',
      '<windowsAuthentication enabled="false"><extendedProtection tokenChecking="Allow" />',
    );
    expect((await extendedProtectionOf(host))?.[0]).toEqual({
      path: 'MACHINE/WEBROOT/APPHOST',
      mode: 'Allow',
    });
  });

  test('is unknown when a mode is not one of the three', async () => {
    expect(await protectionOf(changed('tokenChecking="Allow"', 'tokenChecking="Maybe"'))).toMatchObject({
      because: { code: 'VALUE_NOT_UNDERSTOOD' },
    });
  });
});
