import { app, clipboard, screen, session as sessions } from 'electron';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { takeLastCrash } from '../crash.ts';
import type { Crashes } from '../crash.ts';
import { prepareDataFolder } from '../data-folder.ts';
import type { FolderGuard } from '../data-folder.ts';
import { newIdentity } from '../identity.ts';
import { linkAt } from '../link.ts';
import { answerCalls, tellState } from '../ipc.ts';
import { systemPause } from '../pause.ts';
import { lockDown } from '../security.ts';
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
  /** How the folder is kept from others. */
  readonly guard: FolderGuard;
  readonly crashes: Crashes;
  /** Absolute: the folder that preload and page were built into. */
  readonly built: string;
}

/** Opens the one window on a server. To be called before Electron is ready. */
export async function startWindow(needs: StartNeeds): Promise<void> {
  const { directory, folder, guard, open, scenarios, crashes, built } = needs;
  // What keeps the folder from being used is said in the window; the window itself must open all the same.
  const kept = join(directory, 'window');
  const mayKeep = folder === 'make' && prepareDataFolder(directory, guard) === null && linkAt(kept) === null;
  // Nothing is read or written where somebody else may have prepared it.
  if (mayKeep) crashes.noteIn(directory);
  if (mayKeep) app.setPath('userData', kept);
  lockDown(app, scheme);
  registerScheme();
  await app.whenReady();

  // In memory: nothing that the window shows is ever on the disk.
  const session = sessions.fromPartition('window');
  serveFiles(session, join(built, 'renderer'));

  const place = join(kept, 'place.json');
  const opening = openingAt(
    mayKeep ? readPlace(place) : null,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = createWindow(session, join(built, 'preload', 'preload.cjs'), opening);

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
    lastCrash: mayKeep ? takeLastCrash(directory) : null,
  });
  answerCalls(window, pageAddress, wizard.handlers, (because) => {
    wizard.refused(because);
  });
  const { sayAndEnd } = endInOrder(app, window, wizard, async () => {
    if (mayKeep && !window.isDestroyed()) await keepPlace(place, placeOf(window));
  });
  // One after the other: main has to hand the page to its process, and would look at the server instead.
  await showPage(window, pageAddress, sayAndEnd);
  await wizard.open();
}
