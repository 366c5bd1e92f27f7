import { scenarioNamed, scenarios } from '../server/practice/scenarios.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { UsageError } from './arguments.ts';

/** The scenario that was asked for, if one was; throws a UsageError when there is no such scenario. */
export function scenarioAskedFor(name: string | null): Scenario | null {
  if (name === null) return null;
  const scenario = scenarioNamed(name);
  if (scenario !== null) return scenario;
  const known = scenarios.map((one) => one.name).join(', ');
  throw new UsageError(`There is no practice scenario "${name}". There is: ${known}.`);
}
