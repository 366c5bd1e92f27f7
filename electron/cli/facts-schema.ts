import { z } from 'zod';
import type { Facts } from '../../shared/facts.ts';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { because, factsSchema, moment } from '../facts-schema.ts';

const notRead = z.strictObject({ unknown: because });

/** The inverse of `plain`: a part stands as it was read, or as the reason why it was not. */
function reading<T>(value: z.ZodType<T>): z.ZodType<Reading<T>> {
  return z.unknown().transform((part, context): Reading<T> => {
    const missing = notRead.safeParse(part);
    if (missing.success) return unknown(missing.data.unknown.code, missing.data.unknown.tried);
    const parsed = value.safeParse(part);
    if (parsed.success) return read(parsed.data);
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({ code: 'custom', path, message, input: part });
    }
    return z.NEVER;
  });
}

/** Facts as `plain` prints them → facts. */
export const plainFacts: z.ZodType<Facts> = factsSchema(reading);

/** What a new certificate would be known by. */
export const plainIdentity = z.strictObject({
  container: z.string(),
  serialNumber: z.string(),
  notBefore: moment,
});
