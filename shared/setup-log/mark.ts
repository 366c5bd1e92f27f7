import type { Entry } from './entry.ts';
import { findScriptErrors, type ScriptError } from './script-error.ts';

/** What an entry means for the outcome of its run. */
export type Mark =
  | { readonly kind: 'banner'; readonly product: string }
  | { readonly kind: 'stars' }
  | { readonly kind: 'end' }
  | { readonly kind: 'success' }
  /** Setup says that it did not complete. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'post-setup' }
  | { readonly kind: 'error'; readonly script: ScriptError | null }
  | { readonly kind: 'record' }
  | { readonly kind: 'reference'; readonly component: string }
  | { readonly kind: 'rule'; readonly name: string; readonly value: 'True' | 'False' }
  | { readonly kind: 'failed-rule'; readonly name: string }
  | { readonly kind: 'required' }
  /** A cmdlet begins: whatever went wrong before, Setup went on. */
  | { readonly kind: 'work' }
  | { readonly kind: 'certificate-step' }
  | { readonly kind: 'installing' }
  | { readonly kind: 'other' };

const headLength = 400;

/** Reads what an entry means. Only what Setup never translates decides; the English sentences are a second way in. */
export function markOf(entry: Entry): Mark {
  // A pasted log may be wrapped inside a word: line ends do not count here.
  const head = entry.text.slice(0, headLength).replaceAll('\n', '');
  if (/^\*{10,}\s*$/.test(head)) return { kind: 'stars' };
  const banner = /^Starting Microsoft Exchange (?:Server )?(.{1,40}?) Setup\b/.exec(head);
  if (banner?.[1] !== undefined) return { kind: 'banner', product: banner[1] };
  if (head.startsWith('[')) return markOfTagged(entry, head);
  return markOfSentence(head) ?? markOfScript(entry);
}

function markOfTagged(entry: Entry, head: string): Mark {
  const reference = /^\[ERROR-REFERENCE\]\s*Id=(\S*)/.exec(head);
  if (reference?.[1] !== undefined) return { kind: 'reference', component: reference[1] };
  if (head.startsWith('[ERROR]')) return { kind: 'error', script: findScriptErrors(entry.text)[0] ?? null };
  return { kind: head.startsWith('[REQUIRED]') ? 'required' : 'other' };
}

function markOfSentence(head: string): Mark | null {
  if (/^Beginning processing (?!test-)/i.test(head)) {
    return {
      kind: /^Beginning processing install-exchangecertificate/i.test(head) ? 'certificate-step' : 'work',
    };
  }
  if (/^Ending processing Start-PostSetup/i.test(head)) return { kind: 'post-setup' };
  if (/^End of Setup/i.test(head)) return { kind: 'end' };
  if (/^The Exchange Server setup operation completed successfully/i.test(head)) return { kind: 'success' };
  if (/^The Exchange Server setup operation didn.t complete/i.test(head)) return { kind: 'incomplete' };
  if (/^Installing certificate signed by /i.test(head)) return { kind: 'installing' };
  if (/^\d+\.\s+ErrorRecord/i.test(head)) return { kind: 'record' };
  const rule = /^\S+ \[Rule:(\w+)\].*\[Value:["“”](True|False)["“”]\]/.exec(head);
  if (rule?.[1] !== undefined)
    return { kind: 'rule', name: rule[1], value: rule[2] === 'True' ? 'True' : 'False' };
  const failed = /^\S+ \[Rule:(\w+)\]\s*\[Message:/.exec(head);
  return failed?.[1] === undefined ? null : { kind: 'failed-rule', name: failed[1] };
}

/** A log whose beginning is cut away, or whose tags are: the script and what is said about it are enough. */
function markOfScript(entry: Entry): Mark {
  const script = findScriptErrors(entry.text)[0];
  const tells = script !== undefined && (script.state === 'whole' || entry.stamp === null);
  return !tells ? { kind: 'other' } : { kind: 'error', script };
}
