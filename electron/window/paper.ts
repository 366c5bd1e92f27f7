import { randomUUID } from 'node:crypto';
import { BrowserWindow, session as sessions } from 'electron';
import type { WebContents } from 'electron';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { scheme } from './app-protocol.ts';
import { lockedPage } from '../security.ts';
import type { PaperSize } from './paper-size.ts';

const address = `${scheme}://paper/`;

/** A page as it is printed, in a window that is never shown and can load nothing but this page. */
async function withPage<T>(
  html: string,
  work: (contents: WebContents) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  // In memory, and its own each time: what one page was given, no other one sees.
  const session = sessions.fromPartition(`paper-${randomUUID()}`);
  // In place of what every session is allowed: not even our other files.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: url !== address });
  });
  session.protocol.handle(scheme, () => new Response(html, { headers: { 'Content-Type': 'text/html' } }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...lockedPage(session), javascript: false },
  });
  const { webContents } = window;
  try {
    await window.loadURL(address);
    return await work(webContents);
  } catch (error) {
    // Chromium has no codes here, only words.
    return unknown(error instanceof Error ? error.message : String(error), 'print');
  } finally {
    window.destroy();
  }
}

/**
 * The page as PDF.
 * @param footer of every sheet: a template for `printToPDF`, which counts them
 */
export function pdfOf(html: string, footer: string, pageSize: PaperSize): Promise<Reading<Uint8Array>> {
  return withPage(html, async (webContents) =>
    read(
      await webContents.printToPDF({
        pageSize,
        printBackground: true,
        preferCSSPageSize: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: footer,
      }),
    ),
  );
}

/** What Electron says when somebody closed the print dialog. */
const cancelled = 'Print job canceled';

/** Asks which printer, and prints; `null` when the answer was none. */
export function print(html: string): Promise<Reading<'printed' | null>> {
  return withPage(
    html,
    (webContents) =>
      new Promise((resolve) => {
        // Where a header is asked for, Chromium adds the number of the page and of all pages.
        const header = webContents.getTitle();
        webContents.print({ silent: false, printBackground: true, header }, (success, failureReason) => {
          if (success) resolve(read('printed'));
          else resolve(failureReason === cancelled ? read(null) : unknown(failureReason, 'print'));
        });
      }),
  );
}
