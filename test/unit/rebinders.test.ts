import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rebindersOf } from '../../electron/server/windows/rebinders.ts';
import type { Registry } from '../../electron/server/windows/registry.ts';
import { taskOf } from '../../electron/server/windows/scheduled-tasks.ts';
import { WindowsError } from '../../electron/server/windows/windows-error.ts';
import { read, unknown } from '../../shared/reading.ts';
import { taskXml, type TaskSample } from '../fixtures/scheduled-tasks.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

type Services = Readonly<Record<string, { readonly ImagePath?: string; readonly Start: number }>>;

const key = 'SYSTEM\\CurrentControlSet\\Services';

function registryWith(services: Services): Registry {
  const at = (path: string) => services[path.slice(key.length + 1)];
  return {
    text: (path, name) => (name === 'ImagePath' ? (at(path)?.ImagePath ?? null) : null),
    number: (path, name) => (name === 'Start' ? (at(path)?.Start ?? null) : null),
    texts: () => null,
    hasValue: () => false,
    hasKey: () => true,
    keys: (path) => (path === key ? Object.keys(services) : []),
  };
}

const none = registryWith({});

async function named(name: string, task: TaskSample) {
  const folder = temporaryFolder();
  write(folder, name, `\ufeff${taskXml(task)}`);
  return (await rebindersOf(none, folder)).found;
}

function write(folder: string, name: string, text: string, encoding: BufferEncoding = 'utf16le') {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, encoding);
}

describe('a service whose key is closed', () => {
  const services = registryWith({
    Closed: { Start: 2 },
    'Certify.Service': { ImagePath: 'C:\\Certify\\Certify.Service.exe', Start: 2 },
  });

  test('is told as unread, and the others are known', async () => {
    const registry: Registry = {
      ...services,
      text(path, name) {
        if (path.endsWith('Closed')) throw new WindowsError(`RegOpenKeyExW ${path}`, 5);
        return services.text(path, name);
      },
    };
    expect(await rebindersOf(registry, temporaryFolder())).toEqual({
      found: [{ kind: 'service', name: 'Certify.Service', program: 'C:\\Certify\\Certify.Service.exe' }],
      unread: [{ code: '5', tried: `RegOpenKeyExW ${key}\\Closed` }],
    });
  });

  test('is no excuse for a mistake of ours', async () => {
    const registry: Registry = {
      ...services,
      text() {
        throw new TypeError('a mistake');
      },
    };
    await expect(rebindersOf(registry, temporaryFolder())).rejects.toThrow('a mistake');
  });
});

describe('a scheduled task that binds certificates', () => {
  test.each([
    ['win-acme', { command: 'C:\\win-acme\\wacs.exe', words: '--renew' }],
    ['win-acme of old', { command: '"C:\\Program Files\\LE\\letsencrypt.exe"', words: '--renew' }],
    [
      'simple-acme renew (acme-v02)',
      { command: 'C:\\simple-acme\\wacs.exe', words: '--renew --baseuri "x"' },
    ],
    ['by its program', { command: 'D:\\tools\\WACS.EXE', words: '' }],
    ['Certify', { command: 'C:\\Program Files\\CertifyTheWeb\\Certify.exe', words: 'renew' }],
    ['Renew', { command: 'powershell.exe', words: '-Command "Import-Module Posh-ACME; Submit-Renewal"' }],
    ['by hand', { command: 'appcmd.exe', words: 'renew binding /oldcert:a /newcert:b' }],
    ['Posh-ACME', { command: 'powershell.exe', words: '-File C:\\renew.ps1' }],
    ['IIS-AutoCertRebind', { command: 'C:\\own.cmd', words: '' }],
    ['Certificate Rebind', { command: 'C:\\own.cmd', words: '' }],
  ])('is known: %s', async (name, task) => {
    const program = [task.command, task.words].filter((part) => part !== '').join(' ');
    expect(await named(name, task)).toEqual([{ kind: 'task', name: `\\${name}`, program }]);
  });

  test.each([
    ['ScheduledDefrag', { command: 'defrag.exe', words: '-c' }],
    ['Certificates report', { command: 'C:\\certifying\\report.exe', words: '' }],
    ['IIS', { command: 'appcmd.exe', words: 'list sites' }],
  ])('is not %s', async (name, task) => {
    expect(await named(name, task)).toEqual([]);
  });

  test('is not named while it is disabled', async () => {
    const task = { command: 'wacs.exe', words: '--renew', state: 'disabled' } as const;
    expect(await named('win-acme', task)).toEqual([]);
  });

  test('is found in folders, in UTF-8 too, with its folder in its name', async () => {
    const folder = temporaryFolder();
    write(folder, 'Contoso/Web/renew', taskXml({ command: 'wacs.exe', words: '' }), 'utf8');
    expect((await rebindersOf(none, folder)).found).toEqual([
      { kind: 'task', name: '\\Contoso\\Web\\renew', program: 'wacs.exe' },
    ]);
  });

  test('that is damaged is told as unread, and the others are still named', async () => {
    const folder = temporaryFolder();
    write(folder, 'win-acme renew', '\ufeff<Task><Actions>');
    write(folder, 'other', '\ufeff<Task>');
    write(folder, 'simple-acme renew', `\ufeff${taskXml({ command: 'wacs.exe', words: '' })}`);
    const { found, unread } = await rebindersOf(none, folder);
    expect(found.map(({ name }) => name)).toEqual(['\\simple-acme renew']);
    expect(unread).toEqual([{ code: 'XML_NOT_WELL_FORMED', tried: join(folder, 'win-acme renew') }]);
  });

  test('in a folder that cannot be listed is told as unread', async () => {
    const folder = temporaryFolder();
    write(folder, 'Tasks', '');
    const tried = join(folder, 'Tasks');
    expect((await rebindersOf(none, tried)).unread).toEqual([{ code: 'ENOTDIR', tried }]);
  });

  test('that is far too large is told as unread', async () => {
    const folder = temporaryFolder();
    write(folder, 'large', 'x'.repeat(1024 * 1024), 'utf16le');
    expect((await rebindersOf(none, folder)).unread).toEqual([
      { code: 'FILE_TOO_LARGE', tried: join(folder, 'large') },
    ]);
  });

  test('is none where there is no folder of tasks', async () => {
    expect(await rebindersOf(none, join(temporaryFolder(), 'Tasks'))).toEqual({ found: [], unread: [] });
  });
});

describe('the file of a task', () => {
  test('is refused with a document type', () => {
    const text = '<!DOCTYPE Task [<!ENTITY x SYSTEM "file:///c:/secret">]><Task>&x;</Task>';
    expect(taskOf('\\t', text, 't')).toEqual(unknown('XML_DOCTYPE_REFUSED', 't'));
  });

  test('may speak of a document type in a comment', () => {
    expect(taskOf('\\t', '<!-- <!DOCTYPE x> --><Task/>', 't').kind).toBe('read');
  });

  test('may start several programs, or none', () => {
    const two = taskXml({ command: 'a.exe', words: '1' }).replace(
      '</Actions>',
      '<ComHandler><ClassId>{0}</ClassId></ComHandler><Exec><Command>b.exe</Command></Exec></Actions>',
    );
    expect(taskOf('\\t', two.replace(/^<\?.*?\?>/, ''), 't')).toEqual(
      read({ name: '\\t', state: 'enabled', programs: ['a.exe 1', 'b.exe'] }),
    );
  });

  test('is of an enabled task where it says nothing of that', () => {
    expect(taskOf('\\t', '<Task><Settings/></Task>', 't')).toMatchObject({ value: { state: 'enabled' } });
  });
});

describe('a service that binds certificates', () => {
  const folder = join(temporaryFolder(), 'Tasks');

  test.each([
    ['by its name', 'Certify.Service', ''],
    ['by its program', 'Renewals', '"C:\\Program Files\\CertifyTheWeb\\Certify.Service.exe"'],
  ])('is known %s', async (_how, name, program) => {
    const registry = registryWith({ [name]: { ImagePath: program, Start: 2 }, W3SVC: { Start: 2 } });
    expect((await rebindersOf(registry, folder)).found).toEqual([{ kind: 'service', name, program }]);
  });

  test('is not named while it is disabled', async () => {
    const registry = registryWith({ 'Certify.Service': { Start: 4 } });
    expect((await rebindersOf(registry, folder)).found).toEqual([]);
  });
});
