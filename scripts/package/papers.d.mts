import type { Shipped } from './inventory.mjs';

/** The names of the two files: CycloneDX as JSON, and the texts of the licences. */
export const paperNames: { readonly inventory: string; readonly notices: string };

/**
 * Writes both files, and the product's own licence as LICENSE.txt.
 * @param folder made when it is missing
 * @param product its name
 */
export function writePapers(folder: string, product: string, shipped: readonly Shipped[]): void;
