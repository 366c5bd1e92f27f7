import { withKnownThumbprints } from '../../../shared/change.ts';
import { commandsFor } from '../../../shared/commands.ts';
import type { StopReason } from '../../../shared/events.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { useOpenWizard } from '../../wizard.tsx';

/** The commands of the change at which a rescue stopped: for a look, or a hand, from outside. */
export function StoppedAt({ because }: { readonly because: StopReason }) {
  const rescue = useOpenWizard().rescues.at(-1);
  const changeId = 'changeId' in because ? because.changeId : null;
  const step = rescue?.steps.find(({ change }) => change.id === changeId);
  if (rescue === undefined || step === undefined) return null;
  const { id } = step.change;
  const title = rebindWords.commands(id);
  return (
    <Disclosure summary={title} initially={because.kind === 'uncertain' ? 'open' : 'folded'}>
      <CopyBlock
        label={title}
        lines={commandsFor(withKnownThumbprints(step.change, rescue.created))}
        what={{ kind: 'change-commands', changeId: id }}
      />
    </Disclosure>
  );
}
