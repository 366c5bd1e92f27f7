import { useEffect, useId, useRef } from 'react';
import { frameWords } from '../../shared/text/english/frame.ts';
import type { Confirmation } from './action.ts';
import buttons from './Button.module.css';
import styles from './ConfirmDialog.module.css';

/** Asks once before real danger. Cancel has the focus, so Enter and Escape both leave everything as it is. */
export function ConfirmDialog(props: {
  readonly confirmation: Confirmation;
  readonly onAnswer: (answer: 'confirmed' | 'cancelled') => void;
}) {
  const { confirmation, onAnswer } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const title = useId();
  const text = useId();
  useEffect(() => {
    dialog.current?.showModal();
    // A modal dialog focuses its first button by itself, and React's autoFocus comes before it is shown.
    cancel.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={title}
      aria-describedby={text}
      onClose={() => {
        onAnswer(dialog.current?.returnValue === 'confirmed' ? 'confirmed' : 'cancelled');
      }}
    >
      <form method="dialog">
        <h2 id={title}>{confirmation.question}</h2>
        <p id={text}>{confirmation.text}</p>
        <div className={styles.answers}>
          <button type="submit" value="confirmed" className={`${buttons.button} ${buttons.quiet}`}>
            {confirmation.deed}
          </button>
          <button
            type="submit"
            value="cancelled"
            ref={cancel}
            className={`${buttons.button} ${buttons.primary}`}
          >
            {frameWords.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
