import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve, win32 } from 'node:path';
import { assertNever } from '../../shared/assert-never.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { parseArguments, UsageError } from '../cli/arguments.ts';
import { scenarioAskedFor } from '../cli/scenario.ts';
import { practiceFolder } from '../server/open-server.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { practiceDataFolder } from './practice-root.ts';

/** What the window was started with. */
export type Launch =
  | {
      readonly kind: 'launch';
      /** Absolute; `null`: the practice folder of the user. */
      readonly data: string | null;
      /** `null`: what lies in the data folder. */
      readonly scenario: Scenario | null;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad-usage'; readonly sentence: string };

const options = {
  practice: { type: 'string' },
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** How the program came to run. */
export type Program = 'checkout' | 'installed' | 'driven';

/** What Playwright puts before all other words. */
const driverSwitch = /^--(inspect|remote-debugging-port)=/;

/**
 * The words that were typed for this program. In a checkout Electron's own switches and the folder of the app stand
 * before them; an installed one has none, and whoever starts it can hand none to Chromium; before one that a test
 * drives stand the driver's.
 */
export function typedWords([, ...words]: readonly string[], program: Program): readonly string[] {
  switch (program) {
    case 'checkout':
      return words.slice(words.findIndex((word) => !word.startsWith('-')) + 1);
    case 'installed':
      return words;
    case 'driven':
      return words.filter((word) => !driverSwitch.test(word));
    default:
      return assertNever(program);
  }
}

/** @param from the folder that a relative DIR starts at */
export function parseLaunch(words: readonly string[], from: string): Launch {
  try {
    const given = parseArguments('CU Rescue', words, options, 'no-positionals');
    if (given.has('help')) return { kind: 'help' };
    const scenario = scenarioAskedFor(given.value('practice'));
    const data = given.has('data') ? given.required('data', 'DIR, the folder that keeps the rescue') : null;
    return { kind: 'launch', data: data === null ? null : resolve(from, data), scenario };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'bad-usage', sentence: error.message };
  }
}

/** What the window opens. */
export type Destination =
  | {
      readonly kind: 'practice';
      /** Absolute: the data folder. */
      readonly directory: string;
      /** `null`: what lies in the folder. */
      readonly scenario: Scenario | null;
    }
  | {
      readonly kind: 'this-machine';
      readonly directory: string;
      /** What keeps this machine from being opened, so that nothing is to be kept of it either. */
      readonly problem: StartProblem | null;
    };

/** The machine that the program runs on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** The data folder of its rescues; asked of a Windows only. */
  readonly dataFolder: () => string;
  /** What keeps it from being opened as the server; asked of a Windows only. */
  readonly problem: () => StartProblem | null;
}

/**
 * A Windows that is an Exchange server is the server, unless a practice is asked for or lies in the folder. Where it
 * cannot be told what this Windows is, opening it says why; everything else is for practising.
 */
export function destinationOf(
  { data, scenario }: Pick<Extract<Launch, { kind: 'launch' }>, 'data' | 'scenario'>,
  { platform, environment, dataFolder, problem }: Machine,
): Destination {
  const practice = (directory: string | null): Destination => ({
    kind: 'practice',
    directory: directory ?? practiceDataFolder(practiceRoot(platform, environment)),
    scenario,
  });
  if (platform !== 'win32' || scenario !== null) return practice(data);
  const directory = data ?? dataFolder();
  if (existsSync(join(directory, practiceFolder))) return practice(directory);
  const found = problem();
  return found?.kind === 'not-exchange'
    ? practice(data)
    : { kind: 'this-machine', directory, problem: found };
}

/** The folder in which practice rescues lie when none is named: the user's own, where the system keeps such things. */
function practiceRoot(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  return platform === 'win32'
    ? win32.join(environment['LOCALAPPDATA'] ?? homedir(), 'CU Rescue', 'practice')
    : join(environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'cu-rescue', 'practice');
}
