import { argumentSchemas } from '../shared/contract-schemas.ts';
import type { ArgumentOf, CallName, Refusal, ReplyOf, Result } from '../shared/contract.ts';

/** What main does for each call of the window; a missing one does not compile. */
export type Handlers = { readonly [Name in CallName]: (argument: ArgumentOf<Name>) => Answer<ReplyOf<Name>> };

type Answer<T> = Result<T> | Promise<Result<T>>;

export function ok<T>(value: T): Result<T> {
  return { kind: 'ok', value };
}

export function refused(because: Refusal): Result<never> {
  return { kind: 'refused', because };
}

/** Checks what was brought and lets the handler answer. A handler that throws has a bug: that is answered too. */
export async function answerCall<Name extends CallName>(
  name: Name,
  brought: readonly unknown[],
  handlers: Handlers,
): Promise<Result<ReplyOf<Name>>> {
  const parsed = argumentSchemas[name].safeParse(brought[0]);
  if (brought.length > 1 || !parsed.success) return refused({ kind: 'bad-argument', what: name });
  try {
    return await handlers[name](parsed.data);
  } catch (error) {
    return refused({ kind: 'mistake', details: detailsOf(error) });
  }
}

/** An error that should not be, for a colleague who looks into it. */
export function detailsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
