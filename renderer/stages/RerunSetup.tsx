import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { checksBeforeSetup } from '../../shared/screens/rerun-checks.ts';
import type { Check } from '../../shared/screens/rerun-checks.ts';
import { rerunOf } from '../../shared/rerun.ts';
import type { Rerun } from '../../shared/rerun.ts';
import { rerunScreen } from '../../shared/screens/rerun-screen.ts';
import type { RerunScreen } from '../../shared/screens/rerun-screen.ts';
import { safeText } from '../../shared/text/english/frame.ts';
import { rerunWords } from '../../shared/text/english/rerun.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import type { Bar } from '../ui/ActionBar.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { useCopyAction } from './copy-action.ts';
import { SetupWrote } from './diagnose/SetupWrote.tsx';
import { CheckList } from './rerun-setup/CheckList.tsx';
import { Ended } from './rerun-setup/Ended.tsx';
import { LiveSetup } from './rerun-setup/LiveSetup.tsx';
import { SetupCommand } from './rerun-setup/SetupCommand.tsx';

const { heading, lead } = rerunWords;

/** How Setup is run again: the command and what it waits for, then its run as its log tells it, then its end. */
export function RerunSetupStage() {
  const open = useOpenWizard();
  const screen = rerunScreen(open);
  const rerun = rerunOf(open.look.facts);
  const checks = checksBeforeSetup(open.look, open.rescues);
  const way = wayOf(checks);
  const bar = useBar(screen, rerun, way);
  return (
    <StageFrame
      stage="rerun-setup"
      title={heading[screen.kind]}
      lead={screen.kind === 'ready' ? lead[way] : lead[screen.kind]}
      bar={bar}
    >
      <Content screen={screen} rerun={rerun} checks={checks} />
    </StageFrame>
  );
}

type Way = 'blocked' | 'unknown' | 'ready';

/** Whether Setup may be run now, as far as can be seen. */
function wayOf(checks: readonly Check[]): Way {
  const kinds = checks.map(({ state }) => state.kind);
  if (kinds.includes('in-the-way')) return 'blocked';
  return kinds.includes('unknown') ? 'unknown' : 'ready';
}

function Content(props: {
  readonly screen: RerunScreen;
  readonly rerun: Rerun;
  readonly checks: readonly Check[];
}) {
  const { screen, rerun, checks } = props;
  const open = useOpenWizard();
  switch (screen.kind) {
    case 'ready':
      return (
        <>
          <SetupCommand rerun={rerun} />
          <CheckList checks={checks} />
        </>
      );
    case 'running':
      return <LiveSetup since={screen.since} progress={screen.progress} />;
    case 'succeeded':
      return <Ended run={screen.run} />;
    case 'failed':
      return (
        <>
          <Ended run={screen.run} />
          <SetupCommand rerun={rerun} />
          <CheckList checks={checks} />
        </>
      );
    case 'not-needed':
      return <SetupWrote facts={open.look.facts} initially="open" />;
  }
}

function useBar(screen: RerunScreen, rerun: Rerun, way: Way): Bar {
  const open = useOpenWizard();
  const commands = useCommands();
  const { run, told } = useRunAction(rerun);
  const lookAgain: Action = {
    label: rerunWords.lookAgain,
    run: () => commands.lookAgain(),
    unavailable: busyIn(open),
  };
  const seeReport: Action = {
    label: rerunWords.seeReport,
    run: () => commands.goTo({ stage: 'finish' }),
  };
  const report = open.rescues.length > 0 ? seeReport : null;
  switch (screen.kind) {
    case 'ready':
      return {
        safe: safeBefore(way, open),
        told,
        quiet: [report, way === 'blocked' ? run : null].filter((action) => action !== null),
        // As long as something is in the way, Setup would stop again.
        primary: way === 'blocked' ? lookAgain : (run ?? lookAgain),
      };
    case 'running':
      return { safe: rerunWords.safe.running, quiet: [], primary: null };
    case 'succeeded':
    case 'not-needed':
      return { safe: rerunWords.safe.ended, quiet: [], primary: report ?? lookAgain };
    case 'failed':
      return {
        safe: rerunWords.safe.ended,
        told,
        quiet: run === null ? [] : [run],
        primary: { label: rerunWords.backToDiagnose, run: () => commands.goTo({ stage: 'diagnose' }) },
      };
  }
}

/** A practice server runs it; on a real one the command is copied. `null` where there is no command. */
function useRunAction(rerun: Rerun): { readonly run: Action | null; readonly told: readonly string[] } {
  const open = useOpenWizard();
  const commands = useCommands();
  const { copy, state } = useCopyAction(rerunWords.copy, { kind: 'setup-command' });
  if (open.look.facts.origin.kind === 'practice') {
    const run = { label: rerunWords.run, run: () => commands.runSetup(), unavailable: busyIn(open) };
    return { run, told: [] };
  }
  return { run: 'command' in rerun ? copy : null, told: state === 'copied' ? [rerunWords.copied] : [] };
}

function busyIn({ activity }: OpenWizard): string | undefined {
  return activity.kind === 'idle' ? undefined : rerunWords.busy;
}

function safeBefore(way: Way, { look, rescues, activity }: OpenWizard): string {
  if (way === 'blocked') return rerunWords.safe.blocked;
  return look.facts.origin.kind === 'practice'
    ? safeText(changedSoFar(rescues, activity))
    : rerunWords.afterCopy;
}
