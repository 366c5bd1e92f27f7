import type { Plugin } from 'vite';

/** A program of ours that a bundler makes. */
export type Bundle = 'main' | 'preload' | 'renderer' | 'cli' | 'executable';

/** Notes which packages go into the bundle, for the list of what is inside and for the licences. */
export function noteBundled(bundle: Bundle): Plugin;

/** The folders of these packages, such as `node_modules/zod`, sorted. */
export function bundledIn(bundle: Bundle): readonly string[];
