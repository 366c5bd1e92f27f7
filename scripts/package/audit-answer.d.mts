export interface Weakness {
  readonly name: string;
  /** As npm says it: `low`, `moderate`, `high`, `critical`. */
  readonly severity: string;
  readonly titles: readonly string[];
}

export type AuditAnswer =
  | { readonly kind: 'answer'; readonly packages: number; readonly weaknesses: readonly Weakness[] }
  | { readonly kind: 'no-answer'; readonly because: string };

/** Reads what `npm audit --json` prints. Whatever is no report is no answer, never a clean one. */
export function readAudit(printed: string): AuditAnswer;

/** The weaknesses with which nothing is to be released: high and critical. */
export function graveIn(answer: Extract<AuditAnswer, { kind: 'answer' }>): readonly Weakness[];
