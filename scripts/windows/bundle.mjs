// The command line as one CommonJS file: all that a single executable application can hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { noteBundled } from '../package/bundled.mjs';
import { root } from '../places.mjs';

const name = 'cu-rescue.cjs';

/** Bundles the command line into a folder of its own, and gives the path of the file. */
export async function bundleInto(outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [noteBundled('executable')],
    build: {
      ssr: 'electron/cli.ts',
      outDir,
      target: 'node20',
      minify: false,
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: name, codeSplitting: false } },
    },
    // koffi is not among what is bundled: the product asks for it by createRequire, and finds it beside the program.
    ssr: { noExternal: true },
  });
  return join(outDir, name);
}

/** The modules that a bundle asks for while it runs, without `node:`. */
export function requiredBy(bundle) {
  const found = readFileSync(bundle, 'utf8').matchAll(/\brequire\((["'`])(.+?)\1\)/g);
  return [...new Set([...found].map(([, , module]) => module.replace(/^node:/, '')))].sort();
}
