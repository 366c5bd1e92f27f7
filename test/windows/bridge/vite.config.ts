import { defineConfig } from 'vite';

/** The Windows side of the tests as one CommonJS file for Windows' Node 20; koffi is found beside it. */
export default defineConfig({
  logLevel: 'warn',
  build: {
    ssr: 'test/windows/bridge/main.ts',
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    emptyOutDir: true,
    rolldownOptions: {
      external: ['koffi'],
      output: { format: 'cjs', entryFileNames: 'bridge.cjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true, external: ['koffi'] },
});
