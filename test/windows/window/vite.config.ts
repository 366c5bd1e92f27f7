import { defineConfig } from 'vite';

/** The window of the tests as one CommonJS file, beside the preload and the page of the product. */
export default defineConfig({
  logLevel: 'warn',
  build: {
    ssr: 'test/windows/window/main.ts',
    target: 'node18',
    outDir: 'out/window-on-windows/main',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
});
