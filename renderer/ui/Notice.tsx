import type { ReactNode } from 'react';
import type { Action } from './action.ts';
import { Button } from './Button.tsx';
import { mark } from './StateWord.tsx';
import type { Tone } from './StateWord.tsx';
import styles from './Notice.module.css';
import tones from './tone.module.css';

/** Something to be read before going on: what happened, why, what to do, and the buttons for that. */
export function Notice(props: {
  readonly tone: Tone;
  readonly title: string;
  /** Told at once to screen readers when it appears. */
  readonly announced?: 'at-once' | 'when-idle' | undefined;
  readonly actions?: readonly Action[] | undefined;
  /** Shown after the buttons. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { tone, title, announced, actions = [], beside, children } = props;
  const role = announced === 'at-once' ? 'alert' : announced === 'when-idle' ? 'status' : undefined;
  return (
    <div className={`${styles.notice} ${tones[tone]}`} role={role}>
      <span className={styles.mark} aria-hidden="true">
        {mark[tone]}
      </span>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <div className={styles.text}>{children}</div>}
        {(actions.length > 0 || beside !== undefined) && (
          <div className={styles.actions}>
            {actions.map((action) => (
              <Button key={action.label} look="quiet" action={action} />
            ))}
            {beside}
          </div>
        )}
      </div>
    </div>
  );
}
