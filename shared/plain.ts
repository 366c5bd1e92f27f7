import type { Because, Reading } from './reading.ts';

/** A value with every Reading in it unwrapped: what was read stands as it is, the rest as `{unknown: because}`. */
export type Plain<T> =
  T extends Reading<infer Value>
    ? Plain<Value> | { readonly unknown: Because }
    : T extends string | number | boolean | null | undefined
      ? T
      : { readonly [Key in keyof T]: Plain<T[Key]> };

/** Facts as other programs read them: `facts.records` is the list itself. */
export function plain<T>(value: T): Plain<T> {
  return unwrap(value) as Plain<T>;
}

function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  if ('kind' in value && value.kind === 'read' && 'value' in value) return unwrap(value.value);
  if ('kind' in value && value.kind === 'unknown' && 'because' in value) return { unknown: value.because };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unwrap(part)]));
}
