/** Bundles the command line into a folder of its own, and gives the path of the file. */
export function bundleInto(outDir: string): Promise<string>;

/** The modules that a bundle asks for while it runs, sorted, without `node:`. */
export function requiredBy(bundle: string): readonly string[];
