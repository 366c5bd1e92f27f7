import { defineConfig } from 'vite';
import { electronApp } from '../../../fixtures/electron-app.ts';

/** What prints in the test of the paper. */
export default defineConfig(
  electronApp({
    name: 'cu-rescue-paper',
    entry: 'test/e2e/window/paper/main.ts',
    folder: 'out/paper-printer',
    main: 'main.cjs',
  }),
);
