import { app, clipboard, screen, session as sessions } from 'electron';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { takeLastCrash } from '../crash.ts';
import type { Crashes } from '../crash.ts';
import { prepareDataFolder } from '../data-folder.ts';
import { newIdentity } from '../identity.ts';
import { answerCalls, tellState } from '../ipc.ts';
import { systemPause } from '../pause.ts';
import {
  blockDownloads,
  blockNavigation,
  blockPermissions,
  blockRequests,
  sandboxEveryRenderer,
} from '../security.ts';
import { Wizard } from '../wizard/wizard.ts';
import type { WizardNeeds } from '../wizard/wizard.ts';
import { pageAddress, registerScheme, scheme, serveFiles } from './app-protocol.ts';
import { endInOrder } from './closing.ts';
import { reportsOf } from './reports.ts';
import { createWindow, placeOf, showPage } from './window.ts';
import { keepPlace, openingAt, readPlace } from './window-place.ts';

/** What the window shows, and where it keeps what it keeps. */
export interface StartNeeds extends Pick<WizardNeeds, 'open' | 'scenarios'> {
  /** Absolute: the data folder. */
  readonly directory: string;
  /** `leave`: nothing is kept, so the folder is not made. */
  readonly folder: 'make' | 'leave';
  readonly crashes: Crashes;
  /** Absolute: the folder that preload and page were built into. */
  readonly built: string;
}

/** Opens the one window on a server. To be called before Electron is ready. */
export async function startWindow(needs: StartNeeds): Promise<void> {
  const { directory, folder, open, scenarios, crashes, built } = needs;
  crashes.noteIn(directory);
  // What keeps the folder from being used is said in the window; the window itself must open all the same.
  const mayKeep = folder === 'make' && prepareDataFolder(directory) === null;
  const kept = join(directory, 'window');
  if (mayKeep) app.setPath('userData', kept);
  sandboxEveryRenderer(app);
  registerScheme();
  await app.whenReady();

  // In memory: nothing that the window shows is ever on the disk.
  const session = sessions.fromPartition('window');
  blockPermissions(session);
  blockRequests(session, scheme);
  blockDownloads(session);
  serveFiles(session, join(built, 'renderer'));

  const place = join(kept, 'place.json');
  const opening = openingAt(
    mayKeep ? readPlace(place) : null,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = createWindow(session, join(built, 'preload', 'preload.cjs'), opening);
  blockNavigation(window.webContents);

  const wizard = new Wizard({
    clock: systemClock,
    pause: systemPause,
    identity: newIdentity,
    open,
    scenarios,
    reports: reportsOf(window),
    copy: async (text) => {
      await clipboard.writeText(text);
    },
    tell: (state) => {
      tellState(window, state);
    },
    lastCrash: takeLastCrash(directory),
  });
  answerCalls(window, pageAddress, wizard.handlers, (because) => {
    wizard.refused(because);
  });
  const { sayAndEnd } = endInOrder(app, window, wizard, async () => {
    if (mayKeep && !window.isDestroyed()) await keepPlace(place, placeOf(window));
  });
  await Promise.all([showPage(window, pageAddress, sayAndEnd), wizard.open()]);
}
