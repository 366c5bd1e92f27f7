import { app, clipboard, session as sessions } from 'electron';
import { join } from 'node:path';
import { pageAddress, registerScheme, scheme, serveFiles } from './window/app-protocol.ts';
import { systemClock } from './clock.ts';
import { askBeforeClosing } from './window/closing.ts';
import { endOnCrash, takeLastCrash } from './crash.ts';
import { prepareDataFolder } from './data-folder.ts';
import { newIdentity } from './identity.ts';
import { answerCalls, tellState } from './ipc.ts';
import { parseLaunch, practiceRoot } from './wizard/launch.ts';
import { reportsOf } from './window/reports.ts';
import { practiceDataFolder } from './wizard/practice-root.ts';
import { openPracticeWorkplace } from './wizard/practice-workplace.ts';
import {
  blockDownloads,
  blockNavigation,
  blockPermissions,
  blockRequests,
  sandboxEveryRenderer,
} from './security.ts';
import { scenarioNamed, scenarios } from './server/practice/scenarios.ts';
import type { Scenario } from './server/practice/scenarios.ts';
import { createWindow, reloadWhenGone } from './window/window.ts';
import { Wizard } from './wizard/wizard.ts';

/** As the command line's: a mistake in the program. */
const exitAfterCrash = 70;
const exitBadUsage = 64;

const launch = parseLaunch(process.argv.slice(1), process.cwd());
if (launch.kind === 'bad-usage') {
  process.stderr.write(`${launch.sentence}\n`);
  app.exit(exitBadUsage);
} else {
  const { data, scenario } = launch;
  void start(data ?? practiceDataFolder(practiceRoot(process.env)), scenario);
}

async function start(directory: string, asked: Scenario | null): Promise<void> {
  // What keeps the folder from being used is said in the window; the window itself must open all the same.
  if (prepareDataFolder(directory) === null) app.setPath('userData', join(directory, 'window'));
  endOnCrash(directory, systemClock, () => {
    app.exit(exitAfterCrash);
  });
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

  let scenario = asked;
  const wizard = new Wizard({
    clock: systemClock,
    identity: newIdentity,
    open: (switchedTo, notice) => {
      if (switchedTo !== null) scenario = scenarioNamed(switchedTo);
      return openPracticeWorkplace(directory, scenario, notice);
    },
    scenarios: scenarios.map(({ name, description }) => ({ name, description })),
    reports: reportsOf(window),
    copy: (text) => {
      void clipboard.writeText(text);
    },
    tell: (state) => {
      tellState(window, state);
    },
    lastCrash: takeLastCrash(directory),
  });
  answerCalls(window, pageAddress, wizard.handlers);
  askBeforeClosing(window, wizard);
  reloadWhenGone(window);
  app.on('window-all-closed', () => {
    void wizard.close().then(() => {
      app.quit();
    });
  });
  await Promise.all([window.loadURL(pageAddress), wizard.open()]);
}
