import { frameWords } from '../../shared/text/english/frame.ts';
import type { Confirmation } from './action.ts';
import { Dialog } from './Dialog.tsx';

/** Asks once before real danger. Cancel has the focus, so Enter and Escape both leave everything as it is. */
export function ConfirmDialog(props: {
  readonly confirmation: Confirmation;
  readonly onAnswer: (answer: 'confirmed' | 'cancelled') => void;
}) {
  const { confirmation, onAnswer } = props;
  return (
    <Dialog
      title={confirmation.question}
      answers={[
        { value: 'confirmed', label: confirmation.deed, look: 'quiet' },
        { value: 'cancelled', label: frameWords.cancel, look: 'primary' },
      ]}
      onAnswer={(value) => {
        onAnswer(value === 'confirmed' ? 'confirmed' : 'cancelled');
      }}
    >
      <p>{confirmation.text}</p>
    </Dialog>
  );
}
