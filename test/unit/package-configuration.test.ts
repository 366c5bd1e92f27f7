import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import type { Configuration } from 'electron-builder';
import { describe, expect, it } from 'vitest';

const effective = await getConfig(process.cwd(), 'electron-builder.yml', null);
/** Where it would note what is wrong, beside saying it. */
const notes = { isEnabled: false, add: () => undefined } as unknown as Parameters<
  typeof validateConfiguration
>[1];
const validated = (config: Configuration) => validateConfiguration(config, notes);

describe("the configuration of the installer for Windows, by electron-builder's own schema", () => {
  it('is valid', async () => {
    await expect(validated(effective)).resolves.toBeUndefined();
  });

  it.each<[string, object]>([
    ['a level that Windows does not know', { win: { ...effective.win, requestedExecutionLevel: 'root' } }],
    [
      'a fuse that Electron does not know',
      { electronFuses: { ...effective.electronFuses, runAsNod: false } },
    ],
    ['an option that the installer does not have', { nsis: { ...effective.nsis, perUser: false } }],
    ['a target without a name', { win: { ...effective.win, target: [{ arch: ['x64'] }] } }],
  ])('would not be with %s', async (_, broken) => {
    await expect(validated({ ...effective, ...broken })).rejects.toThrow('Invalid configuration');
  });

  it('installs for the whole machine, as administrator, and for 64 bits only', () => {
    expect(effective.win).toMatchObject({
      target: [{ target: 'nsis', arch: ['x64'] }],
      requestedExecutionLevel: 'requireAdministrator',
      signtoolOptions: { signingHashAlgorithms: ['sha256'] },
    });
    expect(effective.nsis).toMatchObject({
      perMachine: true,
      oneClick: false,
      allowElevation: true,
      // Elsewhere than in Program Files somebody else might change what an administrator will run.
      allowToChangeInstallationDirectory: false,
      runAfterFinish: false,
    });
  });

  it('keeps what a rescue has written down when the program goes', () => {
    expect(effective.nsis?.deleteAppDataOnUninstall).toBe(false);
  });

  it('makes no portable program, uploads nothing, and looks for no update', () => {
    expect(effective).not.toHaveProperty('portable');
    expect(effective.publish).toBeNull();
    expect(effective.nsis?.differentialPackage).toBe(false);
    expect(JSON.stringify(effective)).not.toMatch(/https?:|"portable"|"provider"|update/i);
  });

  it('takes nothing of node_modules but koffi, and of koffi its module for the system', () => {
    expect(effective.files).toEqual([
      {
        filter: [
          ...['out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/**', 'package.json'],
          '!node_modules/**',
        ],
      },
      {
        from: 'node_modules/koffi',
        to: 'node_modules/koffi',
        filter: ['package.json', 'index.cjs', 'src/koffi/index.cjs', 'src/koffi/src/static.cjs'],
      },
    ]);
    expect([effective.win?.files, effective.linux?.files]).toEqual(
      ['win32', 'linux'].map((system) => [
        {
          from: `node_modules/@koromix/koffi-${system}-x64`,
          to: `node_modules/@koromix/koffi-${system}-x64`,
          filter: ['package.json', 'index.js', `${system}_x64/koffi.node`],
        },
      ]),
    );
    expect(effective.asarUnpack).toEqual(['**/*.node']);
  });
});
