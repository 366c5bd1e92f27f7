/** The SHA-1 hash of a certificate: 40 hexadecimal digits in upper case, no blanks. */
export type Thumbprint = string & { readonly brand: 'Thumbprint' };

/**
 * A thumbprint out of what people paste: blanks, colons, lower case and the invisible mark that the Windows
 * certificate dialog puts in front of it are taken away. `null` when 40 hexadecimal digits do not remain.
 */
export function parseThumbprint(text: string): Thumbprint | null {
  const digits = text.replaceAll(/[\s:\u200e\u200f\ufeff]/g, '').toUpperCase();
  return /^[0-9A-F]{40}$/.test(digits) ? (digits as Thumbprint) : null;
}

/** A thumbprint that is known to be one; throws (a bug) when it is not. */
export function thumbprint(text: string): Thumbprint {
  const parsed = parseThumbprint(text);
  if (parsed === null) throw new Error(`Not a thumbprint: ${text}`);
  return parsed;
}
