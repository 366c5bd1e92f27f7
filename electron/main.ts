import { app } from 'electron';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { endOnCrash } from './crash.ts';
import { destinationOf, parseLaunch, typedWords } from './wizard/launch.ts';
import type { Destination } from './wizard/launch.ts';
import { practiceWorkplaces } from './wizard/practice-workplace.ts';
import { serverWorkplaces } from './wizard/server-workplace.ts';
import { windowUsage } from '../shared/text/english/command-line.ts';
import { scenarios } from './server/practice/scenarios.ts';
import { openThisMachine, problemOfThisMachine } from './server/windows/this-machine.ts';
import { startWindow } from './window/start-window.ts';

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
  const { platform, env: environment } = process;
  const destination = destinationOf(launch, { platform, environment, problem: problemOfThisMachine });
  void startWindow({ ...shown(destination), crashes, built: join(__dirname, '..') });
}

/** The server of the window, and the scenarios that it may be switched to. */
function shown(destination: Destination) {
  const { directory } = destination;
  if (destination.kind === 'this-machine') {
    const folder = destination.problem === null ? 'make' : 'leave';
    return { directory, folder, open: serverWorkplaces(directory, openThisMachine), scenarios: [] } as const;
  }
  return {
    directory,
    folder: 'make',
    open: practiceWorkplaces(directory, destination.scenario),
    scenarios: scenarios.map(({ name, description }) => ({ name, description })),
  } as const;
}
