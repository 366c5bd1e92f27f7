/**
 * The same as `make`, which is asked again only when one of the things it is given is another than the last time: what
 * it gives must depend on nothing else.
 */
export function remembering<Given extends readonly unknown[], T>(
  make: (...given: Given) => T,
): (...given: Given) => T {
  let last: { readonly given: Given; readonly made: T } | null = null;
  return (...given) => {
    const known = last?.given;
    if (last === null || given.some((one, index) => one !== known?.[index])) {
      last = { given, made: make(...given) };
    }
    return last.made;
  };
}
