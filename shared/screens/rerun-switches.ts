import type { Facts } from '../facts.ts';
import { valueOr } from '../reading.ts';
import { commandPromptWord } from '../prompt-words.ts';
import type { Rerun } from '../rerun.ts';

/** A word of the command, and why it stands there. */
export interface ExplainedWord {
  readonly word: string;
  readonly because: WordReason;
}

export type WordReason =
  | { readonly kind: 'program'; readonly media: string }
  | { readonly kind: 'upgrade' }
  | { readonly kind: 'licence' }
  | {
      readonly kind: 'diagnostic-data';
      readonly sent: 'sent' | 'not-sent';
      readonly origin: 'kept' | 'wanted';
    }
  | { readonly kind: 'extended-protection-kept-off' }
  | { readonly kind: 'extended-protection-of-ews-kept-off' };

/** The words of the command for the next run, each with its reason; empty where there is no command. */
export function explainedWords(rerun: Rerun, facts: Facts): readonly ExplainedWord[] {
  if (rerun.kind !== 'command' && rerun.kind !== 'wizard') return [];
  const { program, switches } = rerun;
  return [
    { word: commandPromptWord(program) ?? program, because: { kind: 'program', media: rerun.media } },
    ...switches.map((word) => ({ word, because: reasonOf(word, facts) })),
  ];
}

function reasonOf(word: string, facts: Facts): WordReason {
  const name = word.replace(/^\//, '');
  if (/^m:/i.test(name)) return { kind: 'upgrade' };
  if (name === 'DoNotEnableEP') return { kind: 'extended-protection-kept-off' };
  if (name === 'DoNotEnableEP_FEEWS') return { kind: 'extended-protection-of-ews-kept-off' };
  const data = /_DiagnosticData(ON|OFF)$/.exec(name)?.[1];
  if (data === undefined) return { kind: 'licence' };
  const given = valueOr(facts.setup, null)?.run?.parameters ?? [];
  const kept = given.some((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
  return {
    kind: 'diagnostic-data',
    sent: data === 'ON' ? 'sent' : 'not-sent',
    origin: kept ? 'kept' : 'wanted',
  };
}
