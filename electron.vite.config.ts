import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { noteBundled } from './scripts/package/bundled.mjs';

/**
 * The window's program: main process, preload, window. Everything is bundled, so that what runs is what was built
 * here; the targets are those of the oldest Electron it runs on.
 */
export default defineConfig({
  main: {
    plugins: [noteBundled('main')],
    build: {
      target: 'node18',
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: resolve('electron/main.ts') },
        output: {
          ...{ format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
          // A third smaller, so that less is read at the start. Names stay: a crash is told by them.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    plugins: [noteBundled('preload')],
    build: {
      target: 'node18',
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react(), noteBundled('renderer')],
    build: {
      target: 'chrome114',
      outDir: 'out/renderer',
      modulePreload: false,
      // A twentieth smaller than what the built-in one makes.
      minify: 'terser',
      // Unsafe only for functions that are called with `new`: those are classes, or declared by their names.
      terserOptions: { module: true, ecma: 2020, compress: { passes: 3, unsafe_arrows: true } },
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
  },
});
