import { mayUndo } from '../shared/screens/changed-so-far.ts';
import { frameWords } from '../shared/text/english/frame.ts';
import type { Action } from './ui/action.ts';
import { useCommands, useOpenWizard } from './wizard.tsx';

/** Takes back everything that stands, after asking; `null` where nothing stands or something is going on. */
export function useUndoAction(): Action | null {
  const { rescues, activity } = useOpenWizard();
  const commands = useCommands();
  if (!mayUndo(rescues, activity)) return null;
  return {
    label: frameWords.undo,
    run: () => commands.undo(),
    confirm: {
      question: frameWords.undoQuestion,
      text: frameWords.undoMeaning,
      deed: frameWords.undoDeed,
    },
  };
}
