import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import buttons from './Button.module.css';
import styles from './Dialog.module.css';

/** A button of a dialog: pressing it closes the dialog with its value. */
interface Answer {
  readonly value: string;
  readonly label: string;
  readonly look: 'primary' | 'quiet';
}

/**
 * A native modal dialog: nothing else can be reached while it is open, and Escape closes it without an answer. The
 * focus begins at the choice that is made in it; where there is none, at the last answer.
 */
export function Dialog(props: {
  readonly title: string;
  readonly answers: readonly Answer[];
  /** `''`: it was closed without an answer. */
  readonly onAnswer: (value: string) => void;
  readonly children: ReactNode;
}) {
  const { title, answers, onAnswer, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const last = useRef<HTMLButtonElement>(null);
  const [heading, content] = [useId(), useId()];
  useEffect(() => {
    dialog.current?.showModal();
    // By itself it focuses its first button; React's autoFocus comes before it is shown.
    const chosen = dialog.current?.querySelector<HTMLElement>('input:checked');
    (chosen ?? last.current)?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      aria-describedby={content}
      onClose={() => {
        onAnswer(dialog.current?.returnValue ?? '');
      }}
    >
      <form method="dialog">
        <h2 id={heading}>{title}</h2>
        <div id={content} className={styles.content}>
          {children}
        </div>
        <div className={styles.answers}>
          {answers.map(({ value, label, look }, index) => (
            <button
              key={value}
              type="submit"
              value={value}
              className={`${buttons.button} ${buttons[look]}`}
              ref={index === answers.length - 1 ? last : undefined}
            >
              {label}
            </button>
          ))}
        </div>
      </form>
    </dialog>
  );
}
