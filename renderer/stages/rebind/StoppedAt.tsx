import { withKnownThumbprints } from '../../../shared/change.ts';
import { commandsFor } from '../../../shared/commands.ts';
import { lookHere } from '../../../shared/look-here.ts';
import type { RebindScreen } from '../../../shared/screens/rebind-screen.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';

/** The commands of the change at which a rescue stopped: for a look, or a hand, from outside. */
export function StoppedAt({ because, rescue }: Extract<RebindScreen, { kind: 'stopped' }>) {
  const look = lookHere(because, rescue);
  const changeId = 'changeId' in because ? because.changeId : null;
  const step = rescue.steps.find(({ change }) => change.id === changeId);
  if (step === undefined) return null;
  const { id } = step.change;
  const title = rebindWords.commands(id);
  const mustLook = because.kind === 'uncertain' || because.kind === 'no-answer';
  return (
    <>
      <Disclosure summary={rebindWords.look} initially={mustLook ? 'open' : 'folded'}>
        <CopyBlock label={rebindWords.look} lines={look} what={{ kind: 'look-commands' }} />
      </Disclosure>
      <Disclosure summary={title} initially={because.kind === 'uncertain' ? 'open' : 'folded'}>
        <CopyBlock
          label={title}
          lines={commandsFor(withKnownThumbprints(step.change, rescue.created))}
          what={{ kind: 'change-commands', changeId: id }}
        />
      </Disclosure>
    </>
  );
}
