import fc from 'fast-check';
import type { RescueEvent } from '../../../shared/events.ts';
import type { Command } from './commands.ts';
import { inspect } from './commands.ts';
import { checkTakenBack } from './invariants.ts';
import { Machine } from './machine.ts';
import { Model } from './model.ts';
import { placesOf, restOf } from './places.ts';
import { scenarioOnce } from './practice-store.ts';

/**
 * Runs commands on a fresh server, in order; in the end all is taken back. Throws at the first thing that is wrong,
 * and gives what the journal says.
 */
export async function runSequence(
  scenario: string,
  commands: Iterable<Command>,
): Promise<readonly RescueEvent[]> {
  const machine = await Machine.of(await scenarioOnce(scenario));
  try {
    const model = new Model(placesOf(machine.state), restOf(machine.state));
    machine.witness = model;
    await inspect.run(model, machine);
    await fc.asyncModelRun(() => ({ model, real: machine }), commands);
    await checkTakenBack(model, machine);
    return machine.entries.map(({ event }) => event);
  } finally {
    await machine.close();
  }
}
