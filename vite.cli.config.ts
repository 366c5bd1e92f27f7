import { defineConfig } from 'vite';
import { noteBundled } from './scripts/package/bundled.mjs';

/** The command line as plain JavaScript, in chunks, so that a command loads only what it needs. */
export default defineConfig({
  logLevel: 'warn',
  plugins: [noteBundled('cli')],
  build: {
    ssr: 'electron/cli.ts',
    target: 'node20',
    outDir: 'out/cli',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
  },
  ssr: { noExternal: true },
});
