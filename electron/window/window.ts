import { BrowserWindow, Menu, nativeTheme } from 'electron';
import type { Session } from 'electron';
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
    webPreferences: {
      session,
      preload,
      // SECURITY: each is the default of a newer Electron; said aloud, since this window must never be without.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: false,
    },
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
const mostReloads = 3;

/** Shows our page. One that has crashed is loaded again, and shows what main knows: the same stage. */
export async function showPage(window: BrowserWindow, page: string, giveUp: () => void): Promise<void> {
  const { webContents } = window;
  let crashes = 0;
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    crashes += 1;
    if (crashes <= mostReloads) webContents.reload();
    else giveUp();
  });
  try {
    await window.loadURL(page);
  } catch (error) {
    // It is closed before it is shown, or it has crashed on the way.
    if (!window.isDestroyed() && crashes === 0) throw error;
  }
}
