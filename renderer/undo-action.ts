import { mayUndo } from '../shared/screens/changed-so-far.ts';
import type { Action } from './ui/action.ts';
import { useCommands, useOpenWizard } from './wizard.tsx';

/** Takes back what stands, after asking: a put-back by itself, or everything; `null` where nothing stands or something is going on. */
export function useUndoAction(): Action | null {
  const { rescues, activity, told } = useOpenWizard();
  const { deed, question, meaning } = told.undo;
  const commands = useCommands();
  if (!mayUndo(rescues, activity)) return null;
  return {
    label: deed,
    run: () => commands.undo(),
    confirm: { question, text: meaning, deed },
  };
}
