import type { X509Certificate } from 'node:crypto';

/** The same function, which works out each answer once: for pure ones that take their time. */
export function remembered<Arguments extends readonly unknown[], T>(
  work: (...given: Arguments) => T,
  keyOf: (...given: Arguments) => string,
): (...given: Arguments) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (...given) => {
    const key = keyOf(...given);
    const found = known.get(key) ?? { answer: work(...given) };
    known.set(key, found);
    return found.answer;
  };
}

/** A certificate never changes, so the same bytes may give the same object. */
export function rememberedCertificates(original: typeof X509Certificate): typeof X509Certificate {
  const made = remembered(
    (bytes: Buffer) => new original(bytes),
    (bytes) => bytes.toString('latin1'),
  );
  return new Proxy(original, { construct: (_original, [bytes]: [Buffer]) => made(bytes) });
}
