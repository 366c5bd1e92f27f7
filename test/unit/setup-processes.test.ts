import { describe, expect, test } from 'vitest';
import { setupProcesses } from '../../electron/server/windows/setup-processes.ts';

const media = 'D:\\Exchange 2019 CU14\\';

/** What is told of one process where these folders are there. */
async function told(
  name: string,
  path: string | null,
  { named = null as string | null, folders = [] as string[] } = {},
) {
  const isThere = (folder: string) => Promise.resolve(folders.includes(folder));
  return setupProcesses([{ name, path }], { media: named, isThere });
}

describe("a process is Exchange Setup's", () => {
  test.each([
    ['ExSetup.exe', 'C:\\Windows\\Temp\\ExchangeSetup\\ExSetup.exe'],
    ['ExSetupUI.exe', null],
    ['setup.exe', 'C:\\Windows\\Temp\\ExchangeSetup\\Setup.exe'],
    ['Setup.EXE', 'D:\\Setup\\ServerRoles\\Common\\Setup.EXE'],
    ['setup.exe', 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\Setup.exe'],
  ])('by its name and the place it runs from: %s, %s', async (name, path) => {
    expect(await told(name, path)).toEqual([name]);
  });

  test('when it runs from the media that the log names', async () => {
    expect(await told('setup.exe', 'd:\\exchange 2019 cu14\\Setup.exe', { named: media })).toEqual([
      'setup.exe',
    ]);
  });

  test('when it runs from other media of Exchange, which the folders beside it show', async () => {
    const folders = ['E:\\Setup\\ServerRoles'];
    expect(await told('Setup.EXE', 'E:\\Setup.EXE', { named: media, folders })).toEqual(['Setup.EXE']);
  });
});

describe('a process is not', () => {
  test.each([
    ['setup.exe', 'C:\\Users\\admin\\Downloads\\setup.exe'],
    ['setup.exe', null],
    ['setup64.exe', 'D:\\Exchange 2019 CU14\\setup64.exe'],
    ['explorer.exe', 'C:\\Windows\\explorer.exe'],
  ])('%s, %s', async (name, path) => {
    expect(await told(name, path, { named: media })).toEqual([]);
  });
});
