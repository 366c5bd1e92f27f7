import { z } from 'zod';

/** The fields of each kind of a union: one that is left out does not compile. */
type Shapes<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: FieldsOf<Extract<Union, { readonly kind: Kind }>>;
};
type FieldsOf<T> = { readonly [Field in Exclude<keyof T, 'kind'>]: z.ZodType<T[Field]> };

/** Kinds and their fields → the schema of the union. What it does not know it refuses. */
export function union<Union extends { readonly kind: string }>(shapes: Shapes<Union>): z.ZodType<Union> {
  const [first, ...others] = Object.entries<Readonly<Record<string, z.ZodType>>>(shapes).map(
    ([kind, fields]) => z.strictObject({ kind: z.literal(kind), ...fields }),
  );
  if (first === undefined) throw new Error('A union of nothing');
  return z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<Union>;
}
