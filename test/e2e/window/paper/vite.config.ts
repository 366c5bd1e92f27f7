import { defineConfig } from 'vite';

/** What prints in the test of the paper, as one CommonJS file. */
export default defineConfig({
  logLevel: 'warn',
  build: {
    ssr: 'test/e2e/window/paper/main.ts',
    target: 'node18',
    outDir: 'out/paper-printer',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
});
