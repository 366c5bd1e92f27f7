import { assertNever } from '../../shared/assert-never.ts';
import { diagnoseScreen } from '../../shared/screens/diagnose-screen.ts';
import type { DiagnoseScreen } from '../../shared/screens/diagnose-screen.ts';
import {
  diagnoseLead,
  diagnoseTitle,
  diagnoseWords,
  lookedAtText,
} from '../../shared/text/english/diagnose.ts';
import { putBackWords } from '../../shared/text/english/put-back.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import { usePutBackAction } from '../put-back-action.ts';
import type { Commands } from '../store.ts';
import type { Action } from '../ui/action.ts';
import { Map } from '../ui/Map.tsx';
import type { Bar } from '../ui/ActionBar.tsx';
import { Help } from '../ui/Help.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import { WaitingLine } from '../ui/WaitingLine.tsx';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import styles from './diagnose/diagnose.module.css';
import { Findings, Notes } from './diagnose/Findings.tsx';
import { ScenarioSwitch } from './diagnose/ScenarioSwitch.tsx';
import { SetupWrote } from './diagnose/SetupWrote.tsx';
import { Standing } from './diagnose/Standing.tsx';
import { StoppedElsewhere } from './diagnose/StoppedElsewhere.tsx';
import { Section, Sentences } from './Section.tsx';

/** What is wrong, in one sentence, the picture of it, and what it rests on. */
export function DiagnoseStage() {
  const open = useOpenWizard();
  const commands = useCommands();
  const { told } = open;
  const { facts, diagnosis } = open.look;
  const screen = diagnoseScreen(open, open.map);
  const frame = frameOf(facts, diagnosis.at);
  return (
    <StageFrame
      stage="diagnose"
      title={diagnoseTitle(screen, diagnosis.at)}
      lead={diagnoseLead(screen)}
      corner={<ScenarioSwitch />}
      bar={barOf(screen, open, commands, usePutBackAction())}
    >
      <Standing />
      <Map map={open.map} frame={frame} />
      <p role="status" className={styles.looked}>
        {open.activity.kind === 'looking'
          ? diagnoseWords.lookingNow
          : lookedAtText(facts.takenAt, facts.utcOffsetMinutes)}
      </p>
      <Help terms={['binding', 'thumbprint', 'private-key']} />
      <WaitingLine waiting={open.waiting} />
      {told.elsewhere !== null && <StoppedElsewhere texts={told.elsewhere} />}
      {told.putBack.texts.length > 0 && (
        <Section title={putBackWords.title}>
          <Sentences texts={told.putBack.texts} />
        </Section>
      )}
      <Findings found={told.found} diagnosis={diagnosis} />
      <SetupWrote facts={facts} initially={screen.kind === 'ours' ? 'open' : 'folded'} />
      <Notes texts={told.found.notes} />
    </StageFrame>
  );
}

function barOf(
  screen: DiagnoseScreen,
  { rescues, activity }: OpenWizard,
  commands: Commands,
  putBack: Action | null,
): Bar {
  const unavailable = activity.kind === 'idle' ? undefined : diagnoseWords.looking;
  const lookAgain: Action = { label: diagnoseWords.lookAgain, run: () => commands.lookAgain(), unavailable };
  const save: Action = {
    label: rescues.length === 0 ? diagnoseWords.saveFound : diagnoseWords.saveReport,
    run: () => commands.saveReport(),
    unavailable,
  };
  const goTo = (label: string, stage: 'certificate' | 'rerun-setup'): Action => ({
    label,
    run: () => commands.goTo({ stage }),
    unavailable,
  });
  switch (screen.kind) {
    case 'ours':
      return { quiet: [lookAgain, save], primary: goTo(diagnoseWords.choose, 'certificate') };
    case 'run-setup-again':
      return {
        quiet: putBack === null ? [lookAgain, save] : [lookAgain, save, putBack],
        primary: goTo(diagnoseWords.runSetup, 'rerun-setup'),
      };
    case 'blocked':
    case 'cannot-tell':
    case 'setup-running':
      return { quiet: [save], primary: lookAgain };
    case 'not-ours':
    case 'nothing-to-do':
      return putBack === null
        ? { quiet: [lookAgain], primary: save }
        : { quiet: [lookAgain, save], primary: putBack };
    default:
      return assertNever(screen);
  }
}
