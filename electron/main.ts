import { app } from 'electron';
import { url as inspectorUrl } from 'node:inspector';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from './clock.ts';
import { endOnCrash } from './crash.ts';
import { destinationOf, parseLaunch, typedWords } from './wizard/launch.ts';
import type { Destination, Launch, Program } from './wizard/launch.ts';
import { practiceWorkplaces } from './wizard/practice-workplace.ts';
import { serverWorkplaces } from './wizard/server-workplace.ts';
import { switchForbidden, windowUsage } from '../shared/text/english/command-line.ts';
import { scenarios } from './server/practice/scenarios.ts';
import { modeGuard } from './data-folder.ts';
import { StartingWindowsServer } from './server/windows/starting-windows-server.ts';
import {
  dataFolderOfThisMachine,
  guardOfThisMachine,
  openThisMachine,
  problemOfThisMachine,
} from './server/windows/this-machine.ts';
import { startWindow } from './window/start-window.ts';
import { forbiddenSwitch } from './window/switches.ts';

/** As the command line's: a mistake in the program. */
const exitAfterCrash = 70;
const exitBadUsage = 64;

// A schema that is used a few times is sooner walked than compiled into code.
z.config({ jitless: true });

const crashes = endOnCrash(systemClock, () => {
  app.exit(exitAfterCrash);
});
const program = programHere();
const asked = parseLaunch(typedWords(process.argv, program), process.cwd());
// Whatever was typed: a switch may have come by another way.
const forbidden = forbiddenSwitch((name) => app.commandLine.hasSwitch(name), program);
const launch: Launch =
  asked.kind === 'launch' && forbidden !== null
    ? { kind: 'bad-usage', sentence: switchForbidden(forbidden) }
    : asked;
if (launch.kind === 'help') {
  process.stdout.write(`${windowUsage(scenarios.map(({ name }) => name))}\n`);
  app.exit();
} else if (launch.kind === 'bad-usage') {
  process.stderr.write(`${launch.sentence}\n`);
  app.exit(exitBadUsage);
} else {
  const { platform, env: environment } = process;
  const destination = destinationOf(launch, {
    platform,
    environment,
    dataFolder: dataFolderOfThisMachine,
    problem: problemOfThisMachine,
  });
  void startWindow({ ...shown(destination), crashes, built: join(__dirname, '..') });
}

/** The server of the window, and the scenarios that it may be switched to. */
function shown(destination: Destination) {
  const { directory } = destination;
  if (destination.kind === 'this-machine') {
    const folder = destination.problem === null ? 'make' : 'leave';
    const guard = guardOfThisMachine;
    const openServer = () => openThisMachine((world) => new StartingWindowsServer(world));
    const open = serverWorkplaces(directory, openServer, guard);
    return { directory, folder, guard, open, scenarios: [] } as const;
  }
  return {
    directory,
    folder: 'make',
    guard: modeGuard,
    open: practiceWorkplaces(directory, destination.scenario),
    scenarios: scenarios.map(({ name, description }) => ({ name, description })),
  } as const;
}

/** Only the pack for tests can have an inspector: in the one for people its fuse is off. */
function programHere(): Program {
  if (process.defaultApp) return 'checkout';
  return inspectorUrl() === undefined ? 'installed' : 'driven';
}
