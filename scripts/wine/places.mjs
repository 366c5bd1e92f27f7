// Where the tests under Wine keep what can be had again.
import { join } from 'node:path';
import { cache, root } from '../places.mjs';

export const wineCache = join(cache, 'wine');

/** The nested package that fixes Windows' Node and koffi. */
export const runtimePackage = join(root, 'test', 'windows', 'runtime');
