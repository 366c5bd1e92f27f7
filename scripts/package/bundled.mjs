// Which packages went into a bundle, as the bundler itself tells: what is shipped, not what is installed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../places.mjs';

/** The file that notes what went into a bundle. */
export const noteOf = (bundle) => join(root, 'out', 'bundled', `${bundle}.json`);

/** See bundled.d.mts. */
export function noteBundled(bundle) {
  return {
    name: 'note-bundled',
    generateBundle(_options, output) {
      const modules = Object.values(output).flatMap((chunk) => Object.entries(chunk.modules ?? {}));
      const shipped = modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id);
      const folders = new Set(shipped.flatMap((id) => packageOf(id) ?? []));
      const note = noteOf(bundle);
      mkdirSync(dirname(note), { recursive: true });
      writeFileSync(note, `${JSON.stringify([...folders].sort(), null, 2)}\n`);
    },
  };
}

/** See bundled.d.mts. */
export function bundledIn(bundle) {
  return JSON.parse(readFileSync(noteOf(bundle), 'utf8'));
}

/** The folder of the package that a module is of, from `node_modules/` on; null for a module of our own. */
function packageOf(id) {
  const path = id.replaceAll('\\', '/');
  const first = path.indexOf('/node_modules/');
  const inside = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return inside === null ? null : inside[1].slice(first + 1);
}
