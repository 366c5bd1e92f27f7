import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

/** What may be skipped, folded behind a summary that says what is in it. */
export function Disclosure(props: {
  readonly summary: ReactNode;
  /** Whether it is unfolded at first. */
  readonly initially: 'open' | 'folded';
  readonly children: ReactNode;
}) {
  const { summary, initially, children } = props;
  return (
    <details className={styles.disclosure} open={initially === 'open'}>
      <summary>{summary}</summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
