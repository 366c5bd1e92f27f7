import { randomUUID } from 'node:crypto';
import { BrowserWindow, session as sessions } from 'electron';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { scheme } from './app-protocol.ts';
import { blockNavigation, blockPermissions } from '../security.ts';

const address = `${scheme}://paper/`;

/** A page as it is printed, in a window that is never shown and can load nothing but this page. */
async function withPage<T>(html: string, work: (window: BrowserWindow) => Promise<T>): Promise<T> {
  // In memory, and its own each time: what one page was given, no other one sees.
  const session = sessions.fromPartition(`paper-${randomUUID()}`);
  blockPermissions(session);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: url !== address });
  });
  session.protocol.handle(scheme, () => new Response(html, { headers: { 'Content-Type': 'text/html' } }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session, sandbox: true, contextIsolation: true, javascript: false },
  });
  try {
    await window.loadURL(address);
    blockNavigation(window.webContents);
    return await work(window);
  } finally {
    window.destroy();
  }
}

/** The page as PDF, A4. */
export function pdfOf(html: string, footer: string): Promise<Reading<Uint8Array>> {
  return withPage(html, async ({ webContents }) => {
    try {
      return read(
        await webContents.printToPDF({
          pageSize: 'A4',
          printBackground: true,
          preferCSSPageSize: true,
          displayHeaderFooter: true,
          headerTemplate: '<span></span>',
          footerTemplate: footer,
        }),
      );
    } catch (error) {
      // Chromium's printing engine has no codes, only words.
      return unknown(error instanceof Error ? error.message : String(error), 'printToPDF');
    }
  });
}

/** Asks which printer, and prints; `null` when it was printed, otherwise why not, in Chromium's words. */
export function print(html: string): Promise<string | null> {
  return withPage(
    html,
    ({ webContents }) =>
      new Promise((resolve) => {
        webContents.print({ silent: false, printBackground: true }, (success, failureReason) => {
          resolve(success ? null : failureReason);
        });
      }),
  );
}
