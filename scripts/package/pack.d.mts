/**
 * Which pack of the app. Both are made from electron-builder.yml: `release` as it stands; in `test` the one fuse is
 * on that Playwright comes in through.
 */
export type PackKind = 'release' | 'test';

/** The name of the program in the folder of a pack. */
export const program: string;

/**
 * The folder of the packed app, made when it is missing or when what it is made of is newer: takes seconds.
 * @throws Problem when Electron cannot be had
 */
export function packedApp(kind: PackKind): Promise<string>;

/**
 * The folder of the packed app, for a test: it makes nothing.
 * @throws Problem when `npm run pretest` has not made it, or it is out of date
 */
export function presentPack(kind: PackKind): string;
