import type { Reporter, TestModule } from 'vitest/node';
import { contractLine, type CountedTest } from './contract-line.ts';
import { triedLine, type Tried } from './tried-line.ts';

/**
 * Names what was skipped, since that did not pass, says how many cases of the contract ran on each server and how much
 * was tried, and ends the run with one plain line that any reader of logs understands.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    const tests: CountedTest[] = [];
    const tried: Tried[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        tests.push({ fullName: test.fullName, state });
        // What a failed test tried does not hold.
        if (state === 'passed') tried.push(...(test.meta().tried ?? []));
        if (state === 'skipped') console.log(`skipped: ${test.fullName}`);
      }
      // A file that cannot be loaded has no tests, and is a failure all the same.
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1;
    }
    const contract = contractLine(tests);
    if (contract !== null) console.log(`\n${contract}`);
    const line = triedLine(tried);
    if (line !== null) console.log(line);
    const { passed, failed, skipped, pending } = counts;
    console.log(`\n${String(passed)} passed, ${String(failed + pending)} failed, ${String(skipped)} skipped`);
  }
}
