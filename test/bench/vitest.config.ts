import { defineConfig } from 'vitest/config';

/** Measures, by hand and apart from the tests: `npm run bench`. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    globalSetup: 'test/bench/table.ts',
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // One at a time: they would measure each other.
    fileParallelism: false,
  },
});
