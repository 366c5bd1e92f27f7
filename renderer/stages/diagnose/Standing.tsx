import { changedSoFar } from '../../../shared/screens/changed-so-far.ts';
import { standingText } from '../../../shared/text/english/diagnose.ts';
import { setupRunText } from '../../../shared/text/english/setup-run.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useUndoAction } from '../../undo-action.ts';
import { useOpenWizard } from '../../wizard.tsx';

/** What this program changed before the server was looked at now; nothing where it changed nothing. */
export function Standing() {
  const { rescues, activity } = useOpenWizard();
  const undo = useUndoAction();
  const said = standingText(changedSoFar(rescues, activity));
  const run = rescues.at(-1)?.setupRuns.at(-1);
  if (said === null) return null;
  return (
    <Notice tone="plain" title={said.title} actions={undo === null ? [] : [undo]}>
      <p>{said.text}</p>
      {run?.outcome === 'failed' && <p>{setupRunText(run)}</p>}
    </Notice>
  );
}
