import type { Scenario } from '../server/practice/scenarios.ts';
import { interruptible } from './interruptible.ts';
import type { Interruptible } from './interruptible.ts';
import type { Telling } from './rescue-end.ts';
import { withSession } from './session.ts';
import type { CommandSession } from './session.ts';
import type { Surroundings } from './terminal.ts';

export interface SessionAsked extends Telling {
  readonly data: string;
  /** `null` where the server must be there. */
  readonly scenario: Scenario | null;
  /** Who holds the folder meanwhile, for whoever wants it too. */
  readonly what: string;
}

/** Does a command's work on the server and the journal of a folder; Ctrl+C tells what was done so far. */
export function atSession(
  asked: SessionAsked,
  surroundings: Surroundings,
  work: (session: CommandSession, how: Interruptible) => Promise<number>,
): Promise<number> {
  const { output, json } = asked;
  return interruptible({ ...surroundings, output, json }, (how) =>
    withSession(asked, (session) => {
      const { conductor, directory } = session;
      how.knows({ rescues: () => conductor.rescues, directory, newLine: () => undefined });
      return work(session, how);
    }),
  );
}
