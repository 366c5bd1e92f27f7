/** Why something could not be read: the code that came back and what was tried, never a sentence. */
export interface Because {
  /** Such as `ERROR_ACCESS_DENIED`, `ENOENT`, `0x80090016`. */
  readonly code: string;
  /** The call or the file, such as `HttpQueryServiceConfiguration`. */
  readonly tried: string;
}

/** Something read from the server, or the honest word that it could not be read. */
export type Reading<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unknown'; readonly because: Because };

export function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}

export function unknown<T>(code: string, tried: string): Reading<T> {
  return { kind: 'unknown', because: { code, tried } };
}

/** The value, or what stands for it when it is not known. */
export function valueOr<T, U>(reading: Reading<T>, otherwise: U): T | U {
  return reading.kind === 'read' ? reading.value : otherwise;
}
