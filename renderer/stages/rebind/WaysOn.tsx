import { assertNever } from '../../../shared/assert-never.ts';
import type { RebindScreen, WayOn } from '../../../shared/screens/rebind-screen.ts';
import {
  rebindWords,
  startOverQuestion,
  wayOnLabel,
  wayOnText,
} from '../../../shared/text/english/rebind.ts';
import { mayUndo } from '../../../shared/screens/changed-so-far.ts';
import { CopyButton } from '../../ui/CopyBlock.tsx';
import type { Action } from '../../ui/action.ts';
import { useUndoAction } from '../../undo-action.ts';
import { useCommands, useOpenWizard } from '../../wizard.tsx';
import { Section } from '../Section.tsx';
import styles from './rebind.module.css';

/** Something that can be done now: the button of the bar, and what it does. */
export interface ShownWayOn {
  readonly action: Action;
  readonly text: string;
}

/** The ways on as they can be pressed and explained, the best first. */
export function useWaysOn(screen: RebindScreen, ways: readonly WayOn[]): readonly ShownWayOn[] {
  const { rescues, activity, told } = useOpenWizard();
  const commands = useCommands();
  const undo = useUndoAction();
  const going = 'way' in screen ? screen.way : 'rebinding';
  const unavailable = activity.kind === 'idle' ? undefined : rebindWords.busy;
  const actionOf = (way: WayOn): Action => {
    const label = wayOnLabel(way, going, told.undo);
    switch (way) {
      case 'continue':
        return { label, run: () => commands.continueRescue(), unavailable };
      case 'undo':
        return undo ?? { label, run: () => commands.undo(), unavailable };
      case 'start-over':
        return {
          label,
          run: () => commands.startOver(),
          unavailable,
          confirm: mayUndo(rescues, activity) ? startOverQuestion : undefined,
        };
      default:
        return assertNever(way);
    }
  };
  return ways.map((way) => ({ action: actionOf(way), text: wayOnText(way, going, told.undo) }));
}

/** What each button of the bar does, in a line. */
export function WaysOn({ ways }: { readonly ways: readonly ShownWayOn[] }) {
  return (
    <Section
      title={rebindWords.waysOn}
      beside={<CopyButton what={{ kind: 'details' }} label={rebindWords.copyDetails} />}
    >
      <dl className={styles.ways}>
        {ways.map(({ action, text }) => (
          <div key={action.label}>
            <dt>{action.label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
