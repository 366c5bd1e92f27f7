import { mustLook } from '../../../shared/must-look.ts';
import type { RebindScreen } from '../../../shared/screens/rebind-screen.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { useOpenWizard } from '../../wizard.tsx';

/** The commands of the change at which a rescue stopped: for a look, or a hand, from outside. */
export function StoppedAt({ because }: Pick<Extract<RebindScreen, { kind: 'stopped' }>, 'because'>) {
  const { stoppedAt } = useOpenWizard().byHand;
  if (stoppedAt === null) return null;
  const { changeId, look, commands } = stoppedAt;
  const title = rebindWords.commands(changeId);
  return (
    <>
      <Disclosure summary={rebindWords.look} initially={mustLook(because) ? 'open' : 'folded'}>
        <CopyBlock label={rebindWords.look} lines={look} what={{ kind: 'look-commands' }} />
      </Disclosure>
      <Disclosure summary={title} initially={because.kind === 'uncertain' ? 'open' : 'folded'}>
        <CopyBlock label={title} lines={commands} what={{ kind: 'change-commands', changeId }} />
      </Disclosure>
    </>
  );
}
