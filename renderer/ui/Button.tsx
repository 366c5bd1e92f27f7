import { useId, useRef, useState } from 'react';
import type { Action } from './action.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import styles from './Button.module.css';

export interface ButtonProps {
  readonly action: Action;
  /** One `primary` on a screen; `quiet` has a border; `plain` reads like a link, within content. */
  readonly look: 'primary' | 'quiet' | 'plain';
}

/** A native button for an action: keeps the focus while it works, says why it cannot be pressed, asks where it must. */
export function Button({ action, look }: ButtonProps) {
  const reason = useId();
  const running = useRef(false);
  const [asking, setAsking] = useState(false);
  const { label, unavailable, confirm } = action;

  const run = () => {
    if (running.current) return;
    running.current = true;
    void Promise.resolve(action.run()).finally(() => {
      running.current = false;
    });
  };
  const press = () => {
    if (unavailable !== undefined) return;
    if (confirm === undefined) run();
    else setAsking(true);
  };

  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${styles[look]}`}
        aria-disabled={unavailable === undefined ? undefined : true}
        aria-describedby={unavailable === undefined ? undefined : reason}
        onClick={press}
      >
        {label}
      </button>
      {unavailable !== undefined && (
        <span id={reason} className="unseen">
          {unavailable}
        </span>
      )}
      {asking && confirm !== undefined && (
        <ConfirmDialog
          confirmation={confirm}
          onAnswer={(answer) => {
            setAsking(false);
            if (answer === 'confirmed') run();
          }}
        />
      )}
    </>
  );
}
