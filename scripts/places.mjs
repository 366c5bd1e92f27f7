// The folders that the scripts work in.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What can be had again: goes with `npm ci`. */
export const cache = join(root, 'node_modules', '.cache', 'cu-rescue');
