import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { scenarioNamed, scenarios } from '../server/practice/scenarios.ts';
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
  | { readonly kind: 'bad-usage'; readonly sentence: string };

/**
 * The words after the program's name: `--practice NAME` and `--data DIR`. Every other word is Chromium's.
 * @param from the folder that a relative DIR starts at
 */
export function parseLaunch(words: readonly string[], from: string): Launch {
  const data = valueOf('data', words);
  const name = valueOf('practice', words);
  if (data === '')
    return { kind: 'bad-usage', sentence: '--data needs DIR, the folder that keeps the rescue.' };
  const scenario = name === null ? null : scenarioNamed(name);
  if (name !== null && scenario === null) {
    const known = scenarios.map((one) => one.name).join(', ');
    const sentence = `There is no practice scenario "${name}". There is: ${known}.`;
    return { kind: 'bad-usage', sentence };
  }
  return { kind: 'launch', data: data === null ? null : resolve(from, data), scenario };
}

/** The last value of an option, as `--option value` or `--option=value`; empty when it was given without one. */
function valueOf(option: string, words: readonly string[]): string | null {
  const at = words.findLastIndex((word) => word === `--${option}` || word.startsWith(`--${option}=`));
  const word = words[at];
  if (word === undefined) return null;
  if (word !== `--${option}`) return word.slice(option.length + 3);
  const next = words[at + 1];
  return next === undefined || next.startsWith('--') ? '' : next;
}

/** The folder in which practice rescues lie when none is named: the user's own, where the system keeps such things. */
export function practiceRoot(environment: NodeJS.ProcessEnv): string {
  const state =
    process.platform === 'win32'
      ? environment['LOCALAPPDATA']
      : (environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'));
  return join(state ?? homedir(), process.platform === 'win32' ? 'CU Rescue' : 'cu-rescue', 'practice');
}
