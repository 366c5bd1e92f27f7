import { app, clipboard, session as sessions } from 'electron';
import { join } from 'node:path';
import { pageAddress, registerScheme, scheme, serveFiles } from './window/app-protocol.ts';
import { systemClock } from './clock.ts';
import { endInOrder } from './window/closing.ts';
import { endOnCrash, takeLastCrash } from './crash.ts';
import { prepareDataFolder } from './data-folder.ts';
import { newIdentity } from './identity.ts';
import { answerCalls, tellState } from './ipc.ts';
import { parseLaunch, practiceRoot, typedWords } from './wizard/launch.ts';
import { reportsOf } from './window/reports.ts';
import { practiceDataFolder } from './wizard/practice-root.ts';
import { practiceWorkplaces } from './wizard/practice-workplace.ts';
import {
  blockDownloads,
  blockNavigation,
  blockPermissions,
  blockRequests,
  sandboxEveryRenderer,
} from './security.ts';
import { windowUsage } from '../shared/text/english/command-line.ts';
import { scenarios } from './server/practice/scenarios.ts';
import type { Scenario } from './server/practice/scenarios.ts';
import { createWindow, showPage } from './window/window.ts';
import { Wizard } from './wizard/wizard.ts';

/** As the command line's: a mistake in the program. */
const exitAfterCrash = 70;
const exitBadUsage = 64;

const crashes = endOnCrash(systemClock, () => {
  app.exit(exitAfterCrash);
});
const words = typedWords(process.argv, process.defaultApp ? 'checkout' : 'installed');
const launch = parseLaunch(words, process.cwd());
if (launch.kind === 'help') {
  process.stdout.write(`${windowUsage(scenarios.map(({ name }) => name))}\n`);
  app.exit();
} else if (launch.kind === 'bad-usage') {
  process.stderr.write(`${launch.sentence}\n`);
  app.exit(exitBadUsage);
} else {
  const { data, scenario } = launch;
  void start(data ?? practiceDataFolder(practiceRoot(process.env)), scenario);
}

async function start(directory: string, asked: Scenario | null): Promise<void> {
  crashes.noteIn(directory);
  // What keeps the folder from being used is said in the window; the window itself must open all the same.
  if (prepareDataFolder(directory) === null) app.setPath('userData', join(directory, 'window'));
  sandboxEveryRenderer(app);
  registerScheme();
  await app.whenReady();

  // In memory: nothing of the window is ever on the disk.
  const session = sessions.fromPartition('window');
  blockPermissions(session);
  blockRequests(session, scheme);
  blockDownloads(session);
  serveFiles(session, join(__dirname, '..', 'renderer'));

  const window = createWindow(session, join(__dirname, '..', 'preload', 'preload.cjs'));
  blockNavigation(window.webContents);

  const wizard = new Wizard({
    clock: systemClock,
    identity: newIdentity,
    open: practiceWorkplaces(directory, asked),
    scenarios: scenarios.map(({ name, description }) => ({ name, description })),
    reports: reportsOf(window),
    copy: async (text) => {
      await clipboard.writeText(text);
    },
    tell: (state) => {
      tellState(window, state);
    },
    lastCrash: takeLastCrash(directory),
  });
  answerCalls(window, pageAddress, wizard.handlers);
  const { sayAndEnd } = endInOrder(app, window, wizard);
  await Promise.all([showPage(window, pageAddress, sayAndEnd), wizard.open()]);
}
