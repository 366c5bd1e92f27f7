import type { TestState } from 'vitest/node';

/** What the contract's line is made of. */
export interface CountedTest {
  /** The names of its suites and its own, joined by ` > `. */
  readonly fullName: string;
  readonly state: TestState;
}

interface Count {
  readonly ran: number;
  readonly skipped: number;
}

/** As `describeServer` names what it describes, in whatever stands around it. */
const ofServer = /^(?:(?<around>.+?) > )?(?<server>[^>]+), as every server > /;

/** How many cases of the contract ran on each server; `null` when it was not among the tests. */
export function contractLine(tests: readonly CountedTest[]): string | null {
  const counts = new Map<string, Count>();
  for (const { fullName, state } of tests) {
    const { server, around } = ofServer.exec(fullName)?.groups ?? {};
    if (server === undefined) continue;
    const name = around === undefined ? server : `${server} ${around}`;
    const { ran, skipped } = counts.get(name) ?? { ran: 0, skipped: 0 };
    counts.set(name, state === 'skipped' ? { ran, skipped: skipped + 1 } : { ran: ran + 1, skipped });
  }
  if (counts.size === 0) return null;
  const servers = [...counts].map(
    ([name, { ran }], index) => `${ran}${index === 0 ? ' cases' : ''} on ${name}`,
  );
  const skipped = [...counts.values()].reduce((sum, count) => sum + count.skipped, 0);
  return `Contract: ${servers.join(', ')} (${skipped} skipped)`;
}
