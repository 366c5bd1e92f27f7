import { defineConfig } from 'vitest/config';

/** Takes the pictures, by hand and apart from the tests: `npm run screenshots`. */
export default defineConfig({
  test: {
    include: ['test/e2e/window/screenshots/*.walk.ts'],
    globalSetup: ['test/e2e/window/screenshots/take-away.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // One window at a time, in the one folder whose name is seen in the pictures.
    fileParallelism: false,
  },
});
