import { link, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyAccessChange } from '../../shared/change.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startRecordsWorld, type RecordsWorld } from './records-world.ts';

describeOnWine('who may use a key', () => {
  let exchange: RecordsWorld;
  beforeAll(async () => {
    exchange = await startRecordsWorld('with-update');
  });
  afterAll(() => exchange.dispose());

  /** A path in the folder of machine keys, here and as Windows names it. */
  function keyFile(name: string): { readonly here: string; readonly path: string } {
    const here = join(exchange.world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys', name);
    return { here, path: `C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\${name}` };
  }

  async function writeKeyFile(name: string): Promise<ReturnType<typeof keyFile>> {
    const file = keyFile(name);
    await mkdir(dirname(file.here), { recursive: true });
    await writeFile(file.here, '');
    return file;
  }

  /** Makes the list of what stands there one of SYSTEM alone, which Wine would keep as a mode that lets nobody in. */
  function shutting(path: string, accessList = 'D:(A;;FA;;;SY)'): KeyAccessChange {
    const list = { kind: 'present', value: { accessList } } as const;
    const target = { certificate: thumbprint('0'.repeat(40)), path };
    return { id: '1', kind: 'key-access', target, before: list, after: list };
  }

  it('is changed at its file', async () => {
    const { here, path } = await writeKeyFile('plain');
    expect(await exchange.server.apply(shutting(path))).toEqual({ kind: 'applied' });
    expect((await stat(here)).mode & 0o777).toBe(0);
  });

  it('is never changed at a file that has a second name, which may belong elsewhere', async () => {
    const { here, path } = await writeKeyFile('one-of-two-names');
    await link(here, join(exchange.world.driveC, 'other-name'));
    await staysOutside(here, path);
  });

  it('is never changed at a folder', async () => {
    const { here, path } = keyFile('folder');
    await mkdir(here, { recursive: true });
    await staysOutside(here, path);
  });

  it('stays as it is when Windows does not understand the list', async () => {
    const { here, path } = await writeKeyFile('not-understood');
    const { mode } = await stat(here);
    expect(await exchange.server.apply(shutting(path, 'D:(A;;nonsense;;;BA)'))).toMatchObject({
      kind: 'refused',
      because: { code: '1336' },
    });
    expect((await stat(here)).mode).toBe(mode);
  });

  async function staysOutside(here: string, path: string): Promise<void> {
    const { mode } = await stat(here);
    const because = { code: 'NOT_A_KEY_FILE', tried: path };
    const change = shutting(path);
    expect(await exchange.server.apply(change)).toEqual({ kind: 'refused', because });
    expect(await exchange.server.read({ kind: 'key-access', target: change.target })).toEqual({
      kind: 'unknown',
      because,
    });
    expect((await stat(here)).mode).toBe(mode);
  }
});
