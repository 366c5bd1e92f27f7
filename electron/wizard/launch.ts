import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArguments, UsageError } from '../cli/arguments.ts';
import { scenarioAskedFor } from '../cli/scenario.ts';
import type { Scenario } from '../server/practice/scenarios.ts';

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

/**
 * The words that were typed for this program. In a checkout Electron's own switches and the folder of the app stand
 * before them; an installed one has none, and whoever starts it can hand none to Chromium.
 */
export function typedWords(
  [, ...words]: readonly string[],
  program: 'checkout' | 'installed',
): readonly string[] {
  return program === 'installed' ? words : words.slice(words.findIndex((word) => !word.startsWith('-')) + 1);
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

/** The folder in which practice rescues lie when none is named: the user's own, where the system keeps such things. */
export function practiceRoot(environment: NodeJS.ProcessEnv): string {
  const state =
    process.platform === 'win32'
      ? environment['LOCALAPPDATA']
      : (environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'));
  return join(state ?? homedir(), process.platform === 'win32' ? 'CU Rescue' : 'cu-rescue', 'practice');
}
