import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callNames } from '../../../shared/contract.ts';
import { electronForTests } from '../../../scripts/electron/for-tests.mjs';
import { WindowApp } from './window-app.ts';

const electron = await electronForTests();
let window: WindowApp;

beforeAll(async () => {
  window = await WindowApp.start(electron, electron.newFolder());
});

afterAll(async () => {
  await window.close();
  electron.remove();
});

describe('the window is a locked box', () => {
  it('runs its page in the sandbox of the operating system', async () => {
    const pid = await window.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    // 2: system calls are filtered.
    expect(readFileSync(`/proc/${String(pid)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
    const switches = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0');
    expect(switches).not.toContain('--no-sandbox');
  });

  it('gives the page the calls of the contract, and nothing of Node or Electron', async () => {
    const seen = await window.page.evaluate(() => ({
      calls: Object.keys(cuRescue),
      node: [typeof require, typeof process, typeof module, typeof Buffer],
    }));
    expect(seen.calls.sort()).toEqual([...callNames, 'onState'].sort());
    expect(seen.node).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  it('gives a frame within the page nothing', async () => {
    const seen = await window.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const calls = typeof (frame.contentWindow as { cuRescue?: unknown } | null)?.cuRescue;
      frame.remove();
      return calls;
    });
    expect(seen).toBe('undefined');
  });

  it('runs no text as code', async () => {
    const outcome = await window.page.evaluate(
      () =>
        // In a task of the page's own: what the test itself evaluates there is let through.
        new Promise<readonly string[]>((resolve) => {
          setTimeout(() => {
            const attempt = (text: () => unknown) => {
              try {
                return String(text());
              } catch (error) {
                return (error as Error).name;
              }
            };
            const script = document.createElement('script');
            resolve([
              // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what must fail
              attempt(() => new Function('return 1')() as unknown),
              attempt(() => (script.text = 'globalThis.ran = true')),
              attempt(() => (document.body.innerHTML = '<img src=x onerror="globalThis.ran = true">')),
              attempt(() => {
                const { trustedTypes } = globalThis as unknown as {
                  readonly trustedTypes: { createPolicy(name: string, rules: object): unknown };
                };
                return trustedTypes.createPolicy('any', { createHTML: (text: string) => text });
              }),
              String('ran' in globalThis),
            ]);
          });
        }),
    );
    expect(outcome).toEqual(['EvalError', 'TypeError', 'TypeError', 'TypeError', 'false']);
  });

  it.each(['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/hostname', 'app://other/index.html'])(
    'fetches nothing from %s',
    async (address) => {
      const outcome = await window.page.evaluate(
        (url) =>
          fetch(url).then(
            () => 'fetched',
            () => 'refused',
          ),
        address,
      );
      expect(outcome).toBe('refused');
    },
  );

  it('stays on its page, and opens no other', async () => {
    const before = window.page.url();
    const opened = await window.page.evaluate(() => {
      location.href = 'https://example.com/';
      return globalThis.open('https://example.com/') === null;
    });
    expect(opened).toBe(true);
    expect(await window.title()).not.toBe('');
    expect(window.page.url()).toBe(before);
    expect(window.app.windows()).toHaveLength(1);
  });

  it.each(['geolocation', 'notifications', 'clipboard-read', 'camera'])(
    'has no permission: %s',
    async (name) => {
      const state = await window.page.evaluate(
        async (asked) => (await navigator.permissions.query({ name: asked as PermissionName })).state,
        name,
      );
      expect(state).toBe('denied');
    },
  );
});

describe('a call that should not be', () => {
  it.each([
    ['goTo', { stage: 'nowhere' }],
    ['goTo', { stage: 'review', also: 1 }],
    ['goTo', undefined],
    ['goTo', 'review'],
    ['begin', { planId: 7 }],
    ['begin', { planId: 'x'.repeat(100_000) }],
    ['choose', { choice: { kind: 'use', thumbprint: '../../etc' } }],
    ['copy', { what: { kind: 'thumbprint', thumbprint: '<script>' } }],
    ['lookAgain', { force: true }],
  ])('is refused by its argument: %s %o', async (name, argument) => {
    const answer = await window.page.evaluate(
      ([call, given]) => (cuRescue as unknown as Record<string, (a: unknown) => unknown>)[call]?.(given),
      [name, argument] as const,
    );
    expect(answer).toEqual({ kind: 'refused', because: { kind: 'bad-argument', what: name } });
  });

  const notAllowed = { kind: 'refused', because: { kind: 'not-allowed' } };

  it('is refused from any other address', async () => {
    const answers = await window.page.evaluate(async () => {
      history.pushState(null, '', '?elsewhere');
      const elsewhere = await cuRescue.getState();
      history.pushState(null, '', 'index.html');
      return [elsewhere, (await cuRescue.getState()).kind];
    });
    expect(answers).toEqual([notAllowed, 'ok']);
  });

  it('is refused from any other window, though it shows our page', async () => {
    const answer = await window.app.evaluate(async ({ app, BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
      const other = new BrowserWindow({
        show: false,
        webPreferences: { session: webContents.session, sandbox: true, preload },
      });
      await other.loadURL(webContents.getURL());
      const said: unknown = await other.webContents.executeJavaScript('cuRescue.getState()');
      other.destroy();
      return said;
    });
    expect(answer).toEqual(notAllowed);
  });

  it('is refused when the plan is not the one that is shown', async () => {
    const answer = await window.page.evaluate(() => cuRescue.begin({ planId: '999' }));
    expect(answer).toEqual({ kind: 'refused', because: { kind: 'not-now' } });
    expect((await window.open()).rescues).toEqual([]);
  });
});
