import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowApp } from '../window-app.ts';
import { looks } from './looks.ts';
import type { Look } from './looks.ts';
import { all, kept, picturesShown } from './places.ts';

const shown = picturesShown();

/** Takes the screen as it is now in every look, as `NAME-LOOK.png`, and leaves the window as it was opened. */
export async function picture(window: WindowApp, name: string): Promise<void> {
  mkdirSync(all, { recursive: true });
  // Nothing is pointed at.
  await window.page.mouse.move(0, 0);
  for (const look of looks) {
    const file = `${name}-${look.name}.png`;
    await put(window, look);
    writeFileSync(join(all, file), await drawn(window));
    if (shown.has(file)) copyFileSync(join(all, file), join(kept, file));
  }
  const [opened] = looks;
  if (opened !== undefined) await put(window, opened);
}

/** What stands on the screen, pixel by pixel: also where the page is zoomed. */
async function drawn({ app }: WindowApp): Promise<Buffer> {
  const inBase64 = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const image = await window?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  return Buffer.from(inBase64, 'base64');
}

/** Makes the window look so, and waits until it is drawn. */
async function put(window: WindowApp, look: Look): Promise<void> {
  const { page } = window;
  const { width, height, zoom, colorScheme, forcedColors } = look;
  await page.emulateMedia({ colorScheme, forcedColors });
  await window.resize({ width, height, zoom });
  if (look.extent === 'first-sight') return;
  const needed = await page.evaluate(() => {
    const { scrollHeight } = document.documentElement;
    const scroller = document.querySelector('main > section');
    const below = scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight;
    return Math.max(scrollHeight, innerHeight + below);
  });
  await window.resize({ width, height: Math.max(height, Math.ceil(needed * zoom)), zoom });
}
