import { help } from '../../shared/text/english/help.ts';
import type { Term } from '../../shared/text/english/help.ts';
import styles from './Help.module.css';

/** What a word means, where it stands first: folded, and opened by key, pointer or screen reader alike. */
export function Help({ terms }: { readonly terms: readonly Term[] }) {
  return (
    <div className={styles.help}>
      {terms.map((term) => (
        <details key={term}>
          <summary>{help[term].question}</summary>
          <p>{help[term].answer}</p>
        </details>
      ))}
    </div>
  );
}
