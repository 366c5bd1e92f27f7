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
import { LiveSetup, WaitingForSetup } from './rerun-setup/LiveSetup.tsx';
import { RecordNotices } from './rerun-setup/RecordNotices.tsx';
import { SetupCommand } from './rerun-setup/SetupCommand.tsx';

const { heading, lead } = rerunWords;

/** How Setup is run again: the command and what it waits for, then its run as its log tells it, then its end. */
export function RerunSetupStage() {
  const open = useOpenWizard();
  const screen = rerunScreen(open);
  const rerun = rerunOf(open.look.facts);
  const checks = checksBeforeSetup(open.look, open.rescues);
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

function useBar(screen: RerunScreen, rerun: Rerun, checks: readonly Check[]): Bar {
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
      const isRunning = checks.some(
        ({ kind, state }) => kind === 'setup-closed' && state.kind === 'in-the-way',
      );
      const follow = followAction(isRunning ? rerunWords.followRunning : rerunWords.follow);
      if (isRunning && follow !== null) {
        const quiet = report === null ? [] : [report];
        return { safe: rerunWords.safe.followed, quiet, primary: follow };
      }
      // As long as something is in the way, Setup would stop again.
      if (way === 'blocked') {
        const quiet = [report, run].filter((action) => action !== null);
        return { safe: rerunWords.safe.blocked, told, quiet, primary: lookAgain };
      }
      const [next, other] = told.length > 0 ? [follow, run] : [run, follow];
      const primary = next ?? lookAgain;
      const quiet = [report, other].filter((action) => action !== null);
      return { safe: safeBefore(open), told, quiet, primary };
    }
    case 'waiting':
      return { safe: rerunWords.safe.waiting, quiet: [stopFollowing], primary: null };
    case 'running':
      return screen.how === 'followed'
        ? { safe: rerunWords.safe.followed, quiet: [stopFollowing], primary: null }
        : { safe: rerunWords.safe.running, quiet: [], primary: null };
    case 'succeeded':
    case 'not-needed':
      return { safe: rerunWords.safe.ended, quiet: [], primary: report ?? lookAgain };
    case 'failed':
      return {
        safe: rerunWords.safe.ended,
        told,
        quiet: [run, followAction(rerunWords.follow)].filter((action) => action !== null),
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

function safeBefore({ look, rescues, activity }: OpenWizard): string {
  return look.facts.origin.kind === 'practice'
    ? safeText(changedSoFar(rescues, activity))
    : rerunWords.afterCopy;
}
