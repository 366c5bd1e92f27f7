import { defineConfig } from 'vite';
import { electronApp } from '../../fixtures/electron-app.ts';

/** The window whose server is another process', as an app beside the preload and the page of the product. */
export default defineConfig(
  electronApp({
    name: 'cu-rescue-test',
    entry: 'test/windows/window/main.ts',
    folder: 'out/window-on-windows',
    main: 'main/main.cjs',
  }),
);
