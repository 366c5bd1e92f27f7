/** Something that others have made, and that we ship. */
export interface Shipped {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as its package says it. */
  readonly licence: string;
  /** A package URL, such as `pkg:npm/zod@4.6.7`. */
  readonly purl: string;
  /** What npm checked when it installed it, such as `sha512-…`; null where it did not come from there. */
  readonly integrity: string | null;
  /** Absolute: the files with the text of its licence. */
  readonly texts: readonly string[];
}

/**
 * What is in the packed app, by name: as the bundlers noted, koffi, and Electron.
 * @param app.platform such as `linux-x64`
 */
export function inventoryOfApp(app: {
  readonly platform: string;
  readonly electronVersion: string;
}): readonly Shipped[];

/**
 * What is in cu-rescue.exe and beside it, by name.
 * @param program.runtime absolute: the folder that Windows' Node and koffi were installed into
 */
export function inventoryOfCommandLine(program: { readonly runtime: string }): readonly Shipped[];
