import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasDisplay, isRefusalOfDisplay } from '../../scripts/electron/display.mjs';
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

  it.each([
    ['[9:1122/074938.211204:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY', true],
    ['[9:1122/074938.212840:ERROR:env.cc(255)] The platform failed to initialize.  Exiting.', true],
    ['[9:1122/074521.215867:ERROR:connection.cc(46)] X connection error received.', false],
    ['There is no practice scenario "display".', false],
  ])('refuses the window with these words: %s', (line, expected) => {
    expect(isRefusalOfDisplay(line)).toBe(expected);
  });

  it.runIf(process.platform === 'linux')('that is missing stops npm start in a sentence', () => {
    const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    const ran = spawnSync(process.execPath, ['scripts/start.mjs'], { env, encoding: 'utf8' });
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/^There is no display .*xvfb-run -a npm start.*npm run -s cli -- --help\n$/);
    expect(ran.stdout).toBe('');
  });
});
