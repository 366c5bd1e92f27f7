import { blocking } from '../../shared/diagnosis.ts';
import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { endingOf } from '../../shared/screens/ending.ts';
import type { Ending } from '../../shared/screens/ending.ts';
import { outcomeOf } from '../../shared/report/outcome.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { findingTexts } from '../../shared/text/english/findings.ts';
import { atText, finishWords, morningOf, whenText } from '../../shared/text/english/finish.ts';
import { safeText } from '../../shared/text/english/frame.ts';
import { setupRunText } from '../../shared/text/english/morning.ts';
import { verdictText } from '../../shared/text/english/verdicts.ts';
import { formatTime } from '../../shared/text/format.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { Stage } from '../../shared/wizard.ts';
import { Button } from '../ui/Button.tsx';
import { Map } from '../ui/Map.tsx';
import type { Bar } from '../ui/ActionBar.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import { useUndoAction } from '../undo-action.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { useCopyAction } from './copy-action.ts';
import { SavedReports } from './finish/SavedReports.tsx';
import { NotTakenBack } from './rebind/NotTakenBack.tsx';
import { WorkList } from './rebind/WorkList.tsx';
import { Section, Sentences } from './Section.tsx';

/** What was wrong, what was changed, what is left for the morning, and where the report of it lies. */
export function FinishStage() {
  const { rescues, saved } = useOpenWizard();
  const rescue = rescues.at(-1);
  if (rescue === undefined) throw new Error('No rescue has begun');
  const ending = endingOf(rescues);
  return (
    <StageFrame
      stage="finish"
      title={finishWords.heading[ending]}
      lead={outcomeOf(rescue).sentences.join(' ')}
      bar={useBar(ending)}
    >
      <SavedReports saved={saved} />
      <Wrong rescue={rescue} />
      <Changed rescue={rescue} />
      <SetupRuns rescue={rescue} />
      <Morning rescue={rescue} />
      <EarlierRescues rescues={rescues} />
      <TakeBack rescue={rescue} />
    </StageFrame>
  );
}

function Wrong({ rescue }: { readonly rescue: Rescue }) {
  const { facts, diagnosis } = rescue.start;
  const faults = diagnosis.findings.filter(({ severity }) => severity === 'fault');
  const texts = findingTexts([...blocking(diagnosis), ...faults], frameOf(facts, diagnosis.at));
  return (
    <Section title={finishWords.wrong}>
      <p>{finishWords.asFound(formatTime(facts.takenAt, facts.utcOffsetMinutes))}</p>
      <Sentences texts={[verdictText(diagnosis), ...texts]} />
    </Section>
  );
}

function Changed({ rescue }: { readonly rescue: Rescue }) {
  const open = useOpenWizard();
  const { facts, diagnosis } = rescue.start;
  const frame = frameOf(facts, diagnosis.at);
  const rows = open.rows.filter(({ work }) => work.kind === 'change' || work.kind === 'undo');
  return (
    <>
      <Section title={finishWords.changed}>
        <Map map={open.map} frame={frame} />
        <WorkList rows={rows} frame={frame} />
        <p>{whenText(rescue.startedAt, rescue.lastEventAt, facts.utcOffsetMinutes)}</p>
      </Section>
      <NotTakenBack rows={rows} />
    </>
  );
}

function SetupRuns({ rescue }: { readonly rescue: Rescue }) {
  if (rescue.setupRuns.length === 0) return null;
  const { utcOffsetMinutes } = rescue.start.facts;
  return (
    <Section title={finishWords.setup}>
      <Sentences texts={rescue.setupRuns.map((run) => atText(run.at, setupRunText(run), utcOffsetMinutes))} />
    </Section>
  );
}

function Morning({ rescue }: { readonly rescue: Rescue }) {
  const texts = morningOf(rescue);
  if (texts.length === 0) return null;
  return (
    <Section title={finishWords.morning}>
      <Sentences texts={texts} />
    </Section>
  );
}

/** Their changes may stand as well. */
function EarlierRescues({ rescues }: { readonly rescues: readonly Rescue[] }) {
  const earlier = rescues.slice(0, -1).toReversed();
  if (earlier.length === 0) return null;
  return (
    <Section title={finishWords.earlier}>
      <Sentences
        texts={earlier.map((rescue) =>
          atText(rescue.startedAt, outcomeOf(rescue).word, rescue.start.facts.utcOffsetMinutes),
        )}
      />
    </Section>
  );
}

function TakeBack({ rescue }: { readonly rescue: Rescue }) {
  const { rescues, activity } = useOpenWizard();
  const undo = useUndoAction();
  if (undo === null || changedSoFar(rescues, activity).kind === 'nothing') return null;
  const lasting = rescue.steps.some(({ change }) => change.undo.kind === 'ends-at-last-working');
  const text = lasting ? finishWords.undoTextExcept : finishWords.undoText;
  return (
    <Section title={finishWords.undo}>
      <p>{endingOf(rescues) === 'partly-undone' ? finishWords.undoTextAgain : text}</p>
      <Button look="quiet" action={undo} />
    </Section>
  );
}

/** The report in its three ways, and what comes next where something does. */
function useBar(ending: Ending): Bar {
  const { rescues, activity } = useOpenWizard();
  const commands = useCommands();
  const { copy, state } = useCopyAction(finishWords.copyText, { kind: 'report' });
  const print: Action = { label: finishWords.print, run: () => commands.printReport() };
  const save: Action = { label: finishWords.savePdf, run: () => commands.saveReport() };
  const safe = safeText(changedSoFar(rescues, activity));
  const told = state === 'copied' ? [finishWords.copied] : [];
  const next = (label: string, stage: Stage): Bar => ({
    safe,
    told,
    quiet: [copy, print, save],
    primary: {
      label,
      run: () => commands.goTo({ stage }),
      unavailable: activity.kind === 'idle' ? undefined : finishWords.busy,
    },
  });
  switch (ending) {
    case 'done':
      return { safe, told, quiet: [copy, print], primary: save };
    case 'setup-waits':
      return next(finishWords.next.runSetup, 'rerun-setup');
    case 'unfinished':
      return next(finishWords.next.rebind, 'rebind');
    case 'setup-failed':
    case 'undone':
    case 'partly-undone':
    case 'undone-in-part':
    case 'left':
      return next(finishWords.next.diagnose, 'diagnose');
  }
}
