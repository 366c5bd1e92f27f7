import { rebindScreen, waysOn } from '../../shared/screens/rebind-screen.ts';
import type { RebindScreen } from '../../shared/screens/rebind-screen.ts';
import { rebindHeading, rebindWords } from '../../shared/text/english/rebind.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import { rescueAtWork, rowsEnded } from '../../shared/screens/work-rows.ts';
import type { Commands } from '../store.ts';
import type { Bar } from '../ui/ActionBar.tsx';
import { Map } from '../ui/Map.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { Section } from './Section.tsx';
import { NotTakenBack } from './rebind/NotTakenBack.tsx';
import { Progress } from './rebind/Progress.tsx';
import { StoppedAt } from './rebind/StoppedAt.tsx';
import { useWaysOn, WaysOn } from './rebind/WaysOn.tsx';
import { WorkList } from './rebind/WorkList.tsx';

/** The work itself, row by row; and the first screen of all where a rescue is found unfinished. */
export function RebindStage() {
  const open = useOpenWizard();
  const commands = useCommands();
  const screen = rebindScreen(open);
  const ways = useWaysOn(screen, waysOn(screen, open.rescues));
  const rows = open.rows;
  const started = rescueAtWork(open)?.start ?? open.look;
  const frame = frameOf(started.facts, started.diagnosis.at);
  return (
    <StageFrame
      stage="rebind"
      {...rebindHeading(screen, open.look.facts)}
      bar={barOf(
        screen,
        open,
        ways.map(({ action }) => action),
        commands,
      )}
    >
      <Progress rows={rows} screen={screen} />
      <WorkList rows={rows} frame={frame} />
      <NotTakenBack rows={rows} />
      {ways.length > 0 && <WaysOn ways={ways} />}
      {screen.kind === 'stopped' && <StoppedAt {...screen} />}
      <Section title={rebindWords.map}>
        <Map map={open.map} frame={frame} />
      </Section>
    </StageFrame>
  );
}

function barOf(screen: RebindScreen, open: OpenWizard, ways: readonly Action[], commands: Commands): Bar {
  const goTo = (label: string, stage: 'rerun-setup' | 'finish' | 'diagnose'): Action => ({
    label,
    run: () => commands.goTo({ stage }),
  });
  const [best = null, ...others] = ways;
  switch (screen.kind) {
    case 'moving': {
      const stop: Action = {
        label: rebindWords.stop,
        run: () => commands.stopAfterThisChange(),
        unavailable: whyNotStopped(screen, open),
      };
      return {
        quiet: screen.stopping === 'not-possible' ? [] : [stop],
        primary: null,
      };
    }
    case 'unfinished':
    case 'stopped':
      return { quiet: others.toReversed(), primary: best };
    case 'repaired':
      return {
        quiet: [],
        primary:
          screen.next === 'finish'
            ? goTo(rebindWords.seeReport, 'finish')
            : goTo(rebindWords.runSetup, 'rerun-setup'),
      };
    case 'put-back':
    case 'undone':
    case 'partly-undone':
      return { quiet: [], primary: goTo(rebindWords.seeReport, 'finish') };
    case 'left':
    case 'nothing-begun':
      return { quiet: [], primary: goTo(rebindWords.backToDiagnose, 'diagnose') };
  }
}

function whyNotStopped(
  { stopping }: Extract<RebindScreen, { kind: 'moving' }>,
  { rows }: OpenWizard,
): string | undefined {
  if (rowsEnded(rows) === rows.length) return rebindWords.allDone;
  return stopping === 'after-this-change' ? rebindWords.stopping : undefined;
}
