import type { Quote } from './verdict.ts';

/** The rules that stop a retry before it reaches what stopped the first attempt. */
const stoppers = new Set([
  'InstallWatermark',
  'RebootPending',
  'PendingRebootWindowsComponents',
  'ProcessNeedsToBeClosedOnUpgrade',
]);
const mostRules = 32;

/** What the prerequisite analysis of a run found, met from its end to its start. */
export interface Prerequisites {
  /** Rules whose last evaluation is known. */
  readonly evaluated: ReadonlySet<string>;
  /** Rules that stopped Setup, in the log's order. */
  readonly failed: readonly { readonly name: string; readonly quote: Quote }[];
  /** The first `[REQUIRED]` line. */
  readonly required: Quote | null;
}

/** Nothing was analysed. */
export const noPrerequisites: Prerequisites = { evaluated: new Set(), failed: [], required: null };

/** With one more evaluation, which stands before those met so far: the last one of each rule holds. */
export function withRule(
  { evaluated, failed, required }: Prerequisites,
  name: string,
  value: 'True' | 'False',
  quote: Quote,
): Prerequisites {
  if (!stoppers.has(name) || evaluated.has(name)) return { evaluated, failed, required };
  return {
    evaluated: new Set([...evaluated, name]),
    // Setup may call the same rule failed further below: one rule is one reason.
    failed: value === 'True' ? [{ name, quote }, ...failed.filter((rule) => rule.name !== name)] : failed,
    required,
  };
}

/** With one more rule that Setup calls failed and a `[REQUIRED]` line follows. */
export function withFailedRule(found: Prerequisites, name: string, quote: Quote): Prerequisites {
  if (found.failed.some((rule) => rule.name === name)) return found;
  return { ...found, failed: [{ name, quote }, ...found.failed].slice(0, mostRules) };
}

/** What stopped Setup, or `null` when it met its prerequisites. */
export function stoppedBy({
  failed,
  required,
}: Prerequisites): { rules: readonly string[]; quote: Quote } | null {
  const quote = failed[0]?.quote ?? required;
  return quote === null ? null : { rules: failed.map(({ name }) => name), quote };
}
