/** Ends a `switch` over a union: does not compile while a kind is missing, throws if one comes at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`A kind that nobody handles: ${JSON.stringify(value)}`);
}
