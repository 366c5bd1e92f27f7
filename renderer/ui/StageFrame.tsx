import type { ReactNode } from 'react';
import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { frameWords, stageLine } from '../../shared/text/english/frame.ts';
import type { Stage } from '../../shared/stage.ts';
import { useOpenWizard } from '../wizard.tsx';
import { Page } from './Page.tsx';
import type { Bar } from './ActionBar.tsx';
import { Rail } from './Rail.tsx';
import { Troubles } from './Troubles.tsx';

/**
 * The frame of every stage: rail, "Stage 3 of 6 · what has been changed", title, one sentence, content, and the bar.
 * The title gets the focus when the stage is gone to. Trouble is shown in it, whatever the stage.
 */
export function StageFrame(props: {
  readonly stage: Stage;
  /** What to do, or what is so, as the h1. */
  readonly title: string;
  /** Why, in one sentence or two. */
  readonly lead: ReactNode;
  /** At the right above the title, for what is rarely needed. */
  readonly corner?: ReactNode;
  readonly bar: Bar;
  readonly children?: ReactNode;
}) {
  const { stage, title, lead, corner, bar, children } = props;
  const { rescues, activity, savedAs, safe } = useOpenWizard();
  const saved = savedAs === null ? [] : [frameWords.savedAs(savedAs)];
  return (
    <Page
      rail={<Rail stage={stage} />}
      line={stageLine(stage, changedSoFar(rescues, activity))}
      title={title}
      lead={lead}
      corner={corner}
      bar={{ ...bar, told: [...saved, ...(bar.told ?? [])] }}
      safe={safe}
    >
      <Troubles />
      {children}
    </Page>
  );
}
