import type { z } from 'zod';
import type { ConcreteChange, MissingCertificate, Target, TargetState } from '../shared/change.ts';
import type { Facts, Origin } from '../shared/facts.ts';
import { unknown } from '../shared/reading.ts';
import type { Because, Reading } from '../shared/reading.ts';
import { targetStateSchema } from './change-schema.ts';
import type { Clock } from './clock.ts';
import { missingSchema, portFactsSchema } from './event-schema.ts';
import { because, thumbprint } from './facts-schema.ts';
import type { Applied, Served, Server } from './server/server.ts';
import { unknownFacts } from './server/unknown-facts.ts';
import { union } from './union-schema.ts';

const appliedSchema = union<Applied>({ applied: {}, refused: { because } });
const missingSchemaOrNone = missingSchema.nullable();
const servedSchema = union<Served>({
  certificate: { thumbprint },
  'nothing-listens': {},
  'no-handshake': { because },
});

/**
 * A server whose answers are what the port says. One that throws, or answers in another shape, has a bug; but a rescue
 * that ends in the middle because of it could not even take back what other changes did. So it counts as not known,
 * or refused, with what went wrong, and what stands there is read again as after any other doubt.
 */
export function checkedServer(
  server: Server,
  { clock, origin }: { readonly clock: Clock; readonly origin: Origin },
): Server {
  return {
    async inspect() {
      const answer = await asked('inspect', portFactsSchema, () => server.inspect());
      return answer.kind === 'answered'
        ? answer.value
        : withKnownParts(answer.given, unknownFacts(origin, clock, answer.because));
    },
    async read(target) {
      const reading = await asked(`read ${target.kind}`, null, () => server.read(target));
      if (reading.kind === 'wrong') return unknown(reading.because.code, reading.because.tried);
      return checkedReading(target, reading.value);
    },
    async missing(change) {
      const tried = `certificate for ${change.kind}`;
      const reading = await asked(tried, null, () => server.missing(change));
      if (reading.kind === 'wrong') return unknown(reading.because.code, reading.because.tried);
      return checkedMissing(tried, reading.value);
    },
    async tidy() {
      const answer = await asked('tidy', appliedSchema, () => server.tidy());
      return answer.kind === 'answered' ? answer.value : { kind: 'refused', because: answer.because };
    },
    async apply(change: ConcreteChange) {
      const answer = await asked(`apply ${change.kind}`, appliedSchema, () => server.apply(change));
      return answer.kind === 'answered' ? answer.value : { kind: 'refused', because: answer.because };
    },
    async served(endpoint) {
      const answer = await asked(`handshake with ${endpoint}`, servedSchema, () => server.served(endpoint));
      return answer.kind === 'answered' ? answer.value : { kind: 'no-handshake', because: answer.because };
    },
    followSetup: (told, until) => server.followSetup(told, until),
    close: () => server.close(),
  };
}

type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'wrong'; readonly because: Because; readonly given: unknown };

/** @param schema `null`: held against its shape by the caller */
async function asked<T>(
  tried: string,
  schema: z.ZodType<T> | null,
  call: () => Promise<T>,
): Promise<Answer<T>> {
  let given: T;
  try {
    given = await call();
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'wrong', because: { code: 'MISTAKE', tried: `${tried} (${said})` }, given: null };
  }
  // What was answered is handed on as it is: the schema only looks.
  if (schema === null || schema.safeParse(given).success) return { kind: 'answered', value: given };
  return { kind: 'wrong', because: { code: wrongShape, tried }, given };
}

const wrongShape = 'WRONG_SHAPE';

function checkedReading(target: Target, given: unknown): Reading<TargetState> {
  if (isUnknown(given)) return given;
  const value = isObject(given) && given['kind'] === 'read' ? given['value'] : null;
  const parsed = targetStateSchema.safeParse(value);
  return parsed.success && parsed.data.kind === target.kind
    ? { kind: 'read', value: parsed.data }
    : unknown(wrongShape, `read ${target.kind}`);
}

function checkedMissing(tried: string, given: unknown): Reading<MissingCertificate | null> {
  if (isUnknown(given)) return given;
  const parsed = missingSchemaOrNone.safeParse(
    isObject(given) && given['kind'] === 'read' ? given['value'] : undefined,
  );
  return parsed.success ? { kind: 'read', value: parsed.data } : unknown(wrongShape, tried);
}

/** Every part that is as it should be, beside those that are not: they stay unknown. */
function withKnownParts(given: unknown, nothingKnown: Facts): Facts {
  if (!isObject(given)) return nothingKnown;
  let facts = nothingKnown;
  for (const part of Object.keys(nothingKnown)) {
    const more = { ...facts, [part]: given[part] };
    if (portFactsSchema.safeParse(more).success) facts = more;
  }
  return facts;
}

function isUnknown(given: unknown): given is Extract<Reading<never>, { kind: 'unknown' }> {
  return isObject(given) && given['kind'] === 'unknown' && because.safeParse(given['because']).success;
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null;
}
