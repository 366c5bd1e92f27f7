import { BrowserWindow, Menu, nativeTheme } from 'electron';
import type { Session } from 'electron';
import { lockedPage } from '../security.ts';
import { smallest } from './window-place.ts';
import type { Opening, WindowPlace } from './window-place.ts';

/** The grounds of both themes, so that nothing flashes before the first paint. */
const ground = { light: '#f6f7f9', dark: '#12171e' };

/** The one window: a locked box that shows and asks, and holds no authority. */
export function createWindow(session: Session, preload: string, opening: Opening): BrowserWindow {
  Menu.setApplicationMenu(keyboardMenu());
  const window = new BrowserWindow({
    title: 'CU Rescue',
    ...opening.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: { ...lockedPage(session), preload },
  });
  window.setMenuBarVisibility(false);
  window.once('ready-to-show', () => {
    // This shows it as well.
    if (opening.size === 'maximised') window.maximize();
    else window.show();
  });
  return window;
}

/** Where it stands now. */
export function placeOf(window: BrowserWindow): WindowPlace {
  return { bounds: window.getNormalBounds(), size: window.isMaximized() ? 'maximised' : 'as-bounds' };
}

/** Never shown: it gives the keys for copying and for a larger view. */
function keyboardMenu() {
  return Menu.buildFromTemplate([
    { role: 'editMenu' },
    { label: 'View', submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }] },
  ]);
}

/** More often than this in one session is no accident any more. */
const mostLosses = 3;

/** Shows our page. One that has crashed or gone away is loaded again, and shows what main knows: the same stage. */
export async function showPage(window: BrowserWindow, page: string, giveUp: () => void): Promise<void> {
  const { webContents } = window;
  let losses = 0;
  const bringBack = () => {
    losses += 1;
    if (losses > mostLosses) giveUp();
    else void load();
  };
  const load = async () => {
    const before = losses;
    try {
      await window.loadURL(page);
    } catch (error) {
      // It is closed before it is shown, or was lost on the way.
      if (!window.isDestroyed() && losses === before) throw error;
    }
  };
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') bringBack();
  });
  // SECURITY 13: the one address that a page goes to without asking is about:blank.
  webContents.on('did-navigate', (_event, address) => {
    if (address !== page) bringBack();
  });
  await load();
}
