import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../scripts/electron/display.mjs';
import { refusalText, refusedBy } from '../../scripts/electron/refusal.mjs';
import { askHow, dataFolderIn, wordsForApp } from '../../scripts/start-words.mjs';

describe('the words of npm start', () => {
  it('reach the app as they were typed, its folder from where they were typed', () => {
    const typedIn = resolve('/home/admin');
    const words = (...typed: string[]) => wordsForApp(typed, typedIn);
    expect(words('--practice', 'healthy', '--data', 'rescue')).toEqual([
      ...['--practice', 'healthy', '--data'],
      resolve('/home/admin/rescue'),
    ]);
    expect(words('--data=../rescue')).toEqual([`--data=${resolve('/home/rescue')}`]);
    expect(words('--data', resolve('/tmp/rescue'))).toEqual(['--data', resolve('/tmp/rescue')]);
  });

  it('that are mistaken are left for the app to refuse', () => {
    for (const typed of [['--data'], ['--data='], ['--data', ''], ['--data', '--practice'], ['data', 'x']]) {
      expect(wordsForApp(typed, '/home')).toEqual(typed);
      expect(dataFolderIn(typed)).toBeNull();
    }
  });

  it('may ask how it is used', () => {
    expect([['--help'], ['--practice', 'healthy', '-h'], ['help'], []].map(askHow)).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it('name one data folder, the last', () => {
    expect(dataFolderIn(['--practice', 'healthy'])).toBeNull();
    expect(dataFolderIn(['--data', '/a'])).toBe('/a');
    expect(dataFolderIn(['--data', '/a', '--data=/b', '--practice', 'healthy'])).toBe('/b');
  });
});

describe('a display', () => {
  const nobody = { uid: 65_534, gid: 65_534 };

  it.each([
    [{ DISPLAY: ':0' }, 'linux', null, true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', null, true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', nobody, false],
    [{ DISPLAY: ':0' }, 'linux', nobody, true],
    [{ DISPLAY: '' }, 'linux', null, false],
    [{}, 'linux', null, false],
    [{}, 'win32', null, true],
    [{}, 'darwin', null, true],
  ])('%j on %s for %j: %s', (environment, platform, user, expected) => {
    expect(hasDisplay(environment, platform, user)).toBe(expected);
  });

  it.runIf(process.platform === 'linux')('that is missing stops npm start in a sentence', () => {
    const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    const ran = spawnSync(process.execPath, ['scripts/start.mjs'], { env, encoding: 'utf8' });
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/^There is no display .*xvfb-run -a npm start.*npm run -s cli -- --help\n$/);
    expect(ran.stdout).toBe('');
  });
});

describe('an Electron that does not come up', () => {
  it.each([
    ['[9:1122/074938.211204:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY', 'display'],
    ['[9:1122/074938.212840:ERROR:env.cc(255)] The platform failed to initialize.  Exiting.', 'display'],
    [
      '[9:1122/083834.1:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not …',
      'sandbox',
    ],
    [
      '[9:1122/083834.1:FATAL:zygote_host_impl_linux.cc(117)] No usable sandbox! Update your kernel …',
      'sandbox',
    ],
    ['[9:1122/074521.215867:ERROR:connection.cc(46)] X connection error received.', null],
    ['There is no practice scenario "display".', null],
  ])('says why with these words: %s', (line, expected) => {
    expect(refusedBy(line)).toBe(expected);
  });

  it('is told with what to do', () => {
    const told = (by: 'display' | 'sandbox') =>
      refusalText(by, resolve('/opt/e/electron'), { DISPLAY: ':7' });
    expect(told('display')).toMatch(/^The display :7 cannot be opened\..*xvfb-run/);
    expect(told('sandbox')).toContain(`chmod 4755 '${resolve('/opt/e/chrome-sandbox')}'`);
  });
});
