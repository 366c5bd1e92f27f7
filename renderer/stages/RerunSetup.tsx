import { rerunOf } from '../../shared/rerun.ts';
import type { Rerun } from '../../shared/rerun.ts';
import { rerunScreen } from '../../shared/screens/rerun-screen.ts';
import type { RerunScreen } from '../../shared/screens/rerun-screen.ts';
import { rerunWords } from '../../shared/text/english/rerun.ts';
import type { CheckTexts } from '../../shared/told.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import type { Bar } from '../ui/ActionBar.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { useCopyAction } from './copy-action.ts';
import { SetupWrote } from './diagnose/SetupWrote.tsx';
import { CheckList } from './rerun-setup/CheckList.tsx';
import { ConfirmStart } from './rerun-setup/ConfirmStart.tsx';
import { Ended } from './rerun-setup/Ended.tsx';
import { LiveSetup, WaitingForSetup } from './rerun-setup/LiveSetup.tsx';
import { RecordNotices } from './rerun-setup/RecordNotices.tsx';
import { SetupCommand } from './rerun-setup/SetupCommand.tsx';

const { heading, lead } = rerunWords;

/** How Setup is run again: the command and what it waits for, then its run as its log tells it, then its end. */
export function RerunSetupStage() {
  const open = useOpenWizard();
  const screen = rerunScreen(open);
  const rerun = rerunOf(open.look.facts);
  const { checks } = open.told;
  const way = wayOf(checks);
  const bar = useBar(screen, rerun, checks);
  return (
    <StageFrame
      stage="rerun-setup"
      title={heading[screen.kind]}
      lead={screen.kind === 'ready' ? lead[way] : lead[screen.kind]}
      bar={bar}
    >
      <RecordNotices />
      <ConfirmStart />
      <Content screen={screen} rerun={rerun} checks={checks} />
    </StageFrame>
  );
}

type Way = 'blocked' | 'unknown' | 'ready';

/** Whether Setup may be run now, as far as can be seen. */
function wayOf(checks: readonly CheckTexts[]): Way {
  const kinds = checks.map(({ state }) => state);
  if (kinds.includes('in-the-way')) return 'blocked';
  return kinds.includes('unknown') ? 'unknown' : 'ready';
}

function Content(props: {
  readonly screen: RerunScreen;
  readonly rerun: Rerun;
  readonly checks: readonly CheckTexts[];
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
    case 'started':
      return <WaitingForSetup since={screen.since} />;
    case 'waiting':
      return (
        <>
          <WaitingForSetup since={screen.since} />
          <SetupCommand rerun={rerun} />
        </>
      );
    case 'running':
      return <LiveSetup progress={screen.progress} />;
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

function useBar(screen: RerunScreen, rerun: Rerun, checks: readonly CheckTexts[]): Bar {
  const way = wayOf(checks);
  const open = useOpenWizard();
  const commands = useCommands();
  const { run, told } = useRunAction(rerun);
  const isPractice = open.look.facts.origin.kind === 'practice';
  // In practice it is run from here.
  const followAction = (label: string): Action | null =>
    isPractice ? null : { label, run: () => commands.followSetup(), unavailable: busyIn(open) };
  const stopFollowing: Action = {
    label: rerunWords.stopFollowing,
    run: () => commands.stopFollowing(),
  };
  const start: Action | null =
    isPractice || !('command' in rerun)
      ? null
      : {
          label: rerunWords.start.label,
          run: () => commands.checkSetup(),
          unavailable: busyIn(open),
        };
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
    case 'ready': {
      const isRunning = checks.some(({ kind, state }) => kind === 'setup-closed' && state === 'in-the-way');
      const follow = followAction(isRunning ? rerunWords.followRunning : rerunWords.follow);
      if (isRunning && follow !== null) {
        const quiet = report === null ? [] : [report];
        return { quiet, primary: follow };
      }
      // As long as something is in the way, Setup would stop again.
      if (way === 'blocked') {
        const quiet = [report, run].filter((action) => action !== null);
        return { told, quiet, primary: lookAgain };
      }
      // Whoever has copied the command starts it by hand.
      const [next, ...others] = (told.length > 0 ? [follow, start, run] : [start, run, follow]).filter(
        (action) => action !== null,
      );
      const primary = next ?? lookAgain;
      // Where there is more than one way to run it, the report is left to the rail: one row of buttons can be read.
      const quiet = others.length > 0 || report === null ? others.toReversed() : [report];
      return { told, quiet, primary };
    }
    case 'started':
    case 'waiting':
      return { quiet: [stopFollowing], primary: null };
    case 'running':
      return { quiet: screen.how === 'followed' ? [stopFollowing] : [], primary: null };
    case 'succeeded':
    case 'not-needed':
      return { quiet: [], primary: report ?? lookAgain };
    case 'failed':
      return {
        told,
        quiet: [way === 'blocked' ? run : (start ?? run), followAction(rerunWords.follow)].filter(
          (action) => action !== null,
        ),
        primary: { label: rerunWords.backToDiagnose, run: () => commands.goTo({ stage: 'diagnose' }) },
      };
  }
}

/** A practice server runs it; on a real one the command is copied. `null` where there is no command. */
function useRunAction(rerun: Rerun): { readonly run: Action | null; readonly told: readonly string[] } {
  const open = useOpenWizard();
  const commands = useCommands();
  const { copy, state } = useCopyAction(rerunWords.copy, { kind: 'setup-command' }, endOf(open));
  if (open.look.facts.origin.kind === 'practice') {
    const run = { label: rerunWords.run, run: () => commands.runSetup(), unavailable: busyIn(open) };
    return { run, told: [] };
  }
  return { run: 'command' in rerun ? copy : null, told: state === 'copied' ? [rerunWords.copied] : [] };
}

/** Which run of Setup has ended here last. */
function endOf({ setup }: OpenWizard): string {
  return setup?.kind === 'ended' ? setup.endedAt : '';
}

function busyIn({ activity }: OpenWizard): string | undefined {
  return activity.kind === 'idle' ? undefined : rerunWords.busy;
}
