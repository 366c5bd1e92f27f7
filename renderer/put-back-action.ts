import { finishWords } from '../shared/text/english/finish.ts';
import { putBackWords } from '../shared/text/english/put-back.ts';
import type { Action } from './ui/action.ts';
import { useCommands, useOpenWizard } from './wizard.tsx';

/** Goes to the choice of the certificate that is put back; `null` where none can be. */
export function usePutBackAction(): Action | null {
  const { told, activity } = useOpenWizard();
  const commands = useCommands();
  const { choice } = told.putBack;
  if (choice === null) return null;
  return {
    label: putBackWords.action,
    run: async () => {
      const chosen = await commands.choose({ choice });
      if (chosen.kind === 'ok') await commands.goTo({ stage: 'certificate' });
    },
    unavailable: activity.kind === 'idle' ? undefined : finishWords.busy,
  };
}
