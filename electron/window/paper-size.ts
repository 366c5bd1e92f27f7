/** A sheet of paper, as Electron's `printToPDF` calls it. */
export type PaperSize = 'A4' | 'Letter';

/** The territories that print on US Letter (Unicode CLDR, paperSize); the rest of the world prints on A4. */
const onLetter = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** @param country two letters (ISO 3166), as Windows' regional format names it; empty where it names none */
export function paperOf(country: string): PaperSize {
  return onLetter.has(country.toUpperCase()) ? 'Letter' : 'A4';
}
