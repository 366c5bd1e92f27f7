import styles from './StateWord.module.css';
import tones from './tone.module.css';

/** How something stands. Always said by word and mark as well as by colour. */
export type Tone = 'good' | 'bad' | 'warn' | 'unknown' | 'busy' | 'still' | 'plain';

/** The mark of each tone; never read out, because the word beside it says the same. */
export const mark: Readonly<Record<Tone, string>> = {
  good: '✓',
  bad: '✕',
  warn: '!',
  unknown: '?',
  busy: '…',
  still: '○',
  plain: 'i',
};

/** A state in a few words, with its mark and colour. */
export function StateWord({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`${styles.state} ${tones[tone]}`}>
      <span aria-hidden="true">{mark[tone]}</span> {children}
    </span>
  );
}
