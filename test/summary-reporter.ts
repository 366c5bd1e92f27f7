import type { Reporter, TestModule } from 'vitest/node';

/** Names what was skipped, since that did not pass, and ends the run with one plain line that any reader of logs understands. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'skipped') console.log(`skipped: ${test.fullName}`);
      }
      // A file that cannot be loaded has no tests, and is a failure all the same.
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1;
    }
    const { passed, failed, skipped, pending } = counts;
    console.log(`\n${String(passed)} passed, ${String(failed + pending)} failed, ${String(skipped)} skipped`);
  }
}
