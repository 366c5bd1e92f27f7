import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import { callNames } from '../../../shared/contract.ts';
import { eavesdropper } from './attacks/eavesdropper.ts';
import type { Eavesdropper } from './attacks/eavesdropper.ts';
import { permissions } from './attacks/permissions.ts';
import { waysElsewhere } from './attacks/ways-elsewhere.ts';
import { waysOut } from './attacks/ways-out.ts';
import { programs } from './programs.ts';
import { WindowApp } from './window-app.ts';

const address = 'app://cu-rescue/index.html';

// What a page that was taken over would try, one door of Electron's checklist after the other: docs/security.md.
describe.each(programs)('the window $where', ({ prepare }) => {
  let electron: ElectronForTests;
  let window: WindowApp;
  let outside: Eavesdropper;

  beforeAll(async () => {
    electron = await prepare();
    outside = await eavesdropper();
    window = await WindowApp.start(electron, electron.newFolder());
    await window.page.evaluate(() => Object.assign(globalThis, { isFirstPage: true }));
  });

  afterEach(async () => {
    // Whatever was tried: nobody was reached, and the page is the one that it was.
    expect(await outside.heard()).toEqual([]);
    expect(window.page.url()).toBe(address);
    expect(await window.page.evaluate(() => 'isFirstPage' in globalThis)).toBe(true);
    expect(await window.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  afterAll(async () => {
    await window.close();
    outside.close();
    electron.remove();
  });

  it.each(Object.keys(waysOut))('reaches nobody by %s', async (way) => {
    await window.page.evaluate(waysOut[way]!, outside.port);
    expect(await outside.heard()).toEqual([]);
  });

  it.each(['file:///etc/hostname', 'app://other/index.html', 'app://paper/', address, 'data:,text'])(
    'fetches nothing from %s',
    async (from) => {
      const outcome = await window.page.evaluate(
        (url) =>
          fetch(url).then(
            () => 'fetched',
            () => 'refused',
          ),
        from,
      );
      expect(outcome).toBe('refused');
    },
  );

  describe.each(Object.keys(waysElsewhere))('goes nowhere by %s', (way) => {
    it.each([
      ...['http://127.0.0.1/', 'file:///etc/hostname', 'data:text/html,another'],
      ...['app://cu-rescue/other.html', 'app://paper/', 'javascript:document.write(1)'],
      ...['mailto:admin@example.com', 'chrome://gpu/', 'devtools://devtools/bundled/inspector.html'],
    ])('to %s', async (to) => {
      const place = to.replace('127.0.0.1', `127.0.0.1:${outside.port}`);
      await window.page.evaluate(waysElsewhere[way]!, place);
    });
  });

  it.each(Object.keys(permissions))('is not allowed what it asks for: %s', async (name) => {
    // A click of the administrator's is no permission either.
    const answer: unknown = await window.app.evaluate(
      ({ BrowserWindow }, script) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script, true),
      `(${permissions[name]!.toString()})()`,
    );
    expect(answer).toBe('refused');
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
            const { constructor } = cuRescue.getState as unknown as {
              readonly constructor: (text: string) => () => unknown;
            };
            resolve([
              // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what must fail
              attempt(() => new Function('return 1')() as unknown),
              // By way of what the preload put there, it would be the code of the preload.
              attempt(() => constructor('return process')()),
              attempt(() => (script.text = 'globalThis.ran = true')),
              attempt(() => (document.body.innerHTML = '<img src=x onerror="globalThis.ran = true">')),
              attempt(() => {
                document.body.setAttribute('onclick', 'globalThis.ran = true');
              }),
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
    expect(outcome).toEqual([
      ...['EvalError', 'EvalError', 'TypeError', 'TypeError', 'TypeError', 'TypeError', 'false'],
    ]);
  });

  it('runs every page in the sandbox of the operating system', async () => {
    const pages = await window.app.evaluate(({ app }) =>
      app.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])),
    );
    expect(pages).not.toEqual([]);
    for (const pid of pages) {
      // 2: every system call is held against a filter.
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
      // Chromium writes the words of a page's process anew, with spaces between them.
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox');
    }
  });

  it('gives the page the calls of the contract, and nothing of Node.js or Electron', async () => {
    const seen = await window.page.evaluate(() => ({
      calls: Object.keys(cuRescue),
      node: [
        ...['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'setImmediate'],
        ...['electron', 'ipcRenderer', 'contextBridge', 'webFrame'],
      ].filter((name) => name in globalThis),
    }));
    expect(seen.calls.sort()).toEqual([...callNames, 'onState'].sort());
    expect(seen.node).toEqual([]);
  });

  it('gives a frame within the page nothing', async () => {
    const seen = await window.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const given = ['cuRescue', 'require', 'process'].filter((name) => name in frame.contentWindow!);
      frame.remove();
      return given;
    });
    expect(seen).toEqual([]);
  });

  it('lets the page change nothing of what main gave it', async () => {
    const outcome = await window.page.evaluate(() => {
      'use strict';
      const api = cuRescue as unknown as Record<string, unknown>;
      const world = globalThis as unknown as Record<string, unknown>;
      const attempt = (deed: () => unknown) => {
        try {
          deed();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      return [
        attempt(() => (api['begin'] = () => null)),
        attempt(() => (api['other'] = 1)),
        attempt(() => delete api['begin']),
        attempt(() => Object.setPrototypeOf(api, {})),
        attempt(() => (world['cuRescue'] = {})),
        attempt(() => delete world['cuRescue']),
        attempt(() => Object.defineProperty(api, 'begin', { value: 1 })),
      ];
    });
    expect(new Set(outcome)).toEqual(new Set(['TypeError']));
  });

  it('has every setting of the checklist', async () => {
    const settings = await window.app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows();
      return (
        first?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
    });
    expect(settings).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    // Electron tells these only where they are on.
    for (const name of ['nodeIntegrationInWorker', 'navigateOnDragDrop', 'devTools', 'plugins']) {
      expect([name, settings[name] ?? false]).toEqual([name, false]);
    }
    expect(settings['enableBlinkFeatures'] ?? '').toBe('');
  });

  it('sends its page with every lock, and what it does not have as well', async () => {
    const answers = await window.app.evaluate(({ BrowserWindow }) => {
      const { session } = BrowserWindow.getAllWindows()[0]!.webContents;
      return Promise.all(
        ['index.html', 'nowhere.html'].map(async (name) => {
          const answer = await session.fetch(`app://cu-rescue/${name}`);
          return { status: answer.status, headers: Object.fromEntries(answer.headers) };
        }),
      );
    });
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-dns-prefetch-control': 'off',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http|data:|blob:/);
      expect(headers['permissions-policy']).toContain('camera=()');
    }
  });

  it.each([
    ...['../package.json', '%2e%2e/package.json', '..%2f..%2fmain/main.cjs', './/index.html'],
    ...['index.html?x', 'index.html/', 'assets', 'C:/Windows/win.ini', '..\\preload\\preload.cjs'],
  ])('serves no file but its own, by its exact name: %s', async (name) => {
    const status = await window.app.evaluate(async ({ BrowserWindow }, asked) => {
      const { session } = BrowserWindow.getAllWindows()[0]!.webContents;
      return (await session.fetch(`app://cu-rescue/${asked}`)).status;
    }, name);
    expect(status).toBe(404);
  });

  it.each(['http://127.0.0.1/', 'file:///etc/hostname', 'app://cu-rescue/index.html'])(
    'has no session in which another window could load %s',
    async (to) => {
      const place = to.replace('127.0.0.1', `127.0.0.1:${outside.port}`);
      const outcome = await window.app.evaluate(async ({ BrowserWindow }, where) => {
        const other = new BrowserWindow({ show: false });
        try {
          await other.loadURL(where);
          return 'loaded';
        } catch {
          return 'refused';
        } finally {
          other.destroy();
        }
      }, place);
      expect(outcome).toBe('refused');
    },
  );

  it('locks every other window that there could be', async () => {
    const outcome = await window.app.evaluate(async ({ BrowserWindow, session }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { partition: 'another' } });
      await other.loadURL('about:blank');
      const asked = (script: string): Promise<unknown> => other.webContents.executeJavaScript(script, true);
      const opened = await asked('open("about:blank") === null');
      const location = await asked(
        'navigator.permissions.query({ name: "geolocation" }).then((a) => a.state)',
      );
      await asked('location.href = "data:text/html,another"; 0');
      const stayed = await asked('location.href');
      const spelling = [other.webContents.session, session.defaultSession].map((one) =>
        one.isSpellCheckerEnabled(),
      );
      other.destroy();
      return { opened, location, stayed, spelling };
    });
    expect(outcome).toEqual({
      opened: true,
      location: 'denied',
      stayed: 'about:blank',
      spelling: [false, false],
    });
  });

  it('opens no tools for developers, is not loaded anew and goes nowhere by any key', async () => {
    const open = await window.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const control = ['control'] as const;
      const keys = [
        { keyCode: 'F5', modifiers: [] },
        { keyCode: 'F12', modifiers: [] },
        { keyCode: 'R', modifiers: [...control] },
        { keyCode: 'R', modifiers: ['control' as const, 'shift' as const] },
        { keyCode: 'I', modifiers: ['control' as const, 'shift' as const] },
        { keyCode: 'J', modifiers: ['control' as const, 'shift' as const] },
        { keyCode: 'U', modifiers: [...control] },
        { keyCode: 'N', modifiers: [...control] },
        { keyCode: 'Left', modifiers: ['alt' as const] },
      ];
      for (const key of keys) {
        webContents.sendInputEvent({ type: 'keyDown', ...key });
        webContents.sendInputEvent({ type: 'keyUp', ...key });
      }
      webContents.openDevTools();
      return webContents.isDevToolsOpened();
    });
    expect(open).toBe(false);
  });

  it('has no menu that loads anew or opens tools for developers', async () => {
    const roles = await window.app.evaluate(({ Menu }) => {
      const rolesOf = (menu: Electron.Menu | null | undefined): readonly string[] =>
        (menu?.items ?? []).flatMap(({ role, submenu }) => [role ?? '', ...rolesOf(submenu)]);
      return rolesOf(Menu.getApplicationMenu());
    });
    expect(roles).toContain('copy');
    for (const role of ['reload', 'forcereload', 'toggledevtools', 'close', 'quit', 'help', 'about']) {
      expect(roles.map((one) => one.toLowerCase())).not.toContain(role);
    }
  });

  it('saves nothing that the page wants to download', async () => {
    const stopped = window.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          BrowserWindow.getAllWindows()[0]!.webContents.session.once('will-download', (event) => {
            resolve(event.defaultPrevented);
          });
        }),
    );
    await window.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['content']));
      link.download = 'report.exe';
      link.click();
    });
    expect(await stopped).toBe(true);
  });

  it('does not open what is dropped on it', async () => {
    const protocol = await window.page.context().newCDPSession(window.page);
    const data = {
      items: [{ mimeType: 'text/uri-list', data: `http://127.0.0.1:${outside.port}/` }],
      files: ['/etc/hostname'],
      dragOperationsMask: 1,
    };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await protocol.send('Input.dispatchDragEvent', { type, x: 20, y: 20, data });
    }
    await protocol.detach();
  });

  it('draws without the driver of a graphics card', async () => {
    const page = await window.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    expect(readFileSync(`/proc/${String(page)}/cmdline`, 'utf8')).toContain(' --disable-gpu-compositing ');
  });

  it('has started nobody who would send what it crashed with', async () => {
    const started = await window.app.evaluate(({ crashReporter }) => {
      try {
        return crashReporter.getUploadToServer();
      } catch {
        return 'not started';
      }
    });
    expect(started).not.toBe(true);
    const { pid } = window.app.process();
    const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
    for (const child of children.split(' ')) {
      expect(readFileSync(`/proc/${child}/cmdline`, 'utf8')).not.toMatch(/crashpad|crash-handler/);
    }
  });
});
