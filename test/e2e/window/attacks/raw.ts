import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronForTests } from '../../../../scripts/electron/for-tests.mjs';
import type { WindowApp } from '../window-app.ts';
import { garbage } from './garbage.ts';

/** What a window that was taken over has in its hands. */
export interface Raw {
  /** Calls any channel with anything; `not sent` where that cannot be, and what Electron says where nobody answers. */
  invoke(channel: string, ...brought: readonly unknown[]): Promise<unknown>;
  /** The same with each piece of garbage, by its name. */
  bringGarbage(channel: string): Promise<Readonly<Record<string, unknown>>>;
  /** The same with what the call takes, and something more each time. */
  bringMore(channel: string, given: unknown): Promise<readonly unknown[]>;
  /** The same with a text of so many characters. */
  bringText(channel: string, field: string, characters: number): Promise<unknown>;
  /** The same so many times at once. */
  flood(channel: string, brought: unknown, times: number): Promise<readonly unknown[]>;
  /** Sends what asks for no answer. */
  send(channel: string, ...brought: readonly unknown[]): void;
  /** Makes every call with what it takes, as soon as a page is shown that is not ours. */
  callElsewhere(brought: Readonly<Record<string, unknown>>): void;
}

declare global {
  var raw: Raw;
}

/** The preload of a window that was taken over: it stands beside the product's, with all that Electron gives a page. */
const preload = (pieces: string) => `
const { contextBridge, ipcRenderer } = require('electron');
const garbage = { ${pieces} };
async function invoke(channel, ...brought) {
  let sent;
  try { sent = ipcRenderer.invoke(channel, ...brought); } catch { return 'not sent'; }
  return sent.catch((error) => /could not be cloned/.test(error.message) ? 'not sent' : error.message);
}
const elsewhere = globalThis.sessionStorage;
if (location.href === 'about:blank') {
  const brought = JSON.parse(elsewhere.getItem('elsewhere') ?? '{}');
  for (const [channel, argument] of Object.entries(brought)) invoke(channel, argument ?? undefined);
}
contextBridge.exposeInMainWorld('raw', {
  invoke,
  bringGarbage: async (channel) => {
    const names = Object.keys(garbage);
    const answers = await Promise.all(names.map((name) => invoke(channel, garbage[name]())));
    return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
  },
  bringMore: (channel, given) => {
    const own = JSON.parse('{"__proto__": {"polluted": true}}');
    const more = [[given, 'once more'], [given, undefined]];
    if (given !== undefined) {
      more.push([[given]], [{ ...given, force: true }], [Object.assign(own, given)]);
      more.push([{ ...given, constructor: { prototype: { polluted: true } } }]);
    }
    return Promise.all(more.map((brought) => invoke(channel, ...brought)));
  },
  bringText: (channel, field, characters) => invoke(channel, { [field]: 'x'.repeat(characters) }),
  flood: (channel, brought, times) =>
    Promise.all(Array.from({ length: times }, () => invoke(channel, brought))),
  send: (channel, ...brought) => { ipcRenderer.send(channel, ...brought); },
  callElsewhere: (brought) => { elsewhere.setItem('elsewhere', JSON.stringify(brought)); },
});
`;

/** Takes the page of the window over: from now on it has `raw`. */
export async function takeOver(window: WindowApp, electron: ElectronForTests): Promise<void> {
  const folder = electron.newFolder();
  const file = join(folder, 'raw.cjs');
  const pieces = Object.entries(garbage).map(([name, make]) => `${JSON.stringify(name)}: ${make.toString()}`);
  writeFileSync(file, preload(pieces.join(',\n')));
  electron.handOver(folder);
  const loaded = window.page.waitForEvent('load');
  await window.app.evaluate(({ BrowserWindow }, filePath) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const { session } = webContents;
    // Electron 35 and newer have the first.
    if ('registerPreloadScript' in session) session.registerPreloadScript({ type: 'frame', filePath });
    else (session as unknown as { setPreloads(paths: readonly string[]): void }).setPreloads([filePath]);
    webContents.reload();
  }, file);
  await loaded;
}
