import type { UndoScope } from '../../rescue.ts';
import { frameWords } from './frame.ts';

/** Of taking back every change: the button, what is asked before it, what it means, and what it does, in one line. */
export interface UndoTexts {
  readonly deed: string;
  readonly question: string;
  readonly meaning: string;
  readonly way: string;
}

export const undoTexts: Readonly<Record<UndoScope, UndoTexts>> = {
  everything: {
    deed: frameWords.undoDeed,
    question: frameWords.undoQuestion,
    meaning: frameWords.undoMeaning,
    way: 'Takes back everything that was changed, newest first.',
  },
  'put-back': {
    deed: 'Undo the put-back',
    question: 'Undo the put-back?',
    meaning:
      'The bindings hold the self-signed certificate again, as before, and users are warned again. What was done before the put-back stays.',
    way: 'Puts the self-signed certificate back on the bindings that were changed. What was done before the put-back stays.',
  },
};
