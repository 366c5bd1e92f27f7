import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { endingOf } from '../../shared/screens/ending.ts';
import type { Ending } from '../../shared/screens/ending.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { finishWords, whenText } from '../../shared/text/english/finish.ts';
import { putBackWords } from '../../shared/text/english/put-back.ts';
import { formatTime } from '../../shared/text/format.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { FinishTexts } from '../../shared/told.ts';
import type { Stage } from '../../shared/stage.ts';
import { Button } from '../ui/Button.tsx';
import { Map } from '../ui/Map.tsx';
import type { Bar } from '../ui/ActionBar.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import { usePutBackAction } from '../put-back-action.ts';
import { useUndoAction } from '../undo-action.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { useCopyAction } from './copy-action.ts';
import { SavedReports } from './finish/SavedReports.tsx';
import { NotTakenBack } from './rebind/NotTakenBack.tsx';
import { WorkList } from './rebind/WorkList.tsx';
import { Section, Sentences } from './Section.tsx';

/** What was wrong, what was changed, what is left for the morning, and where the report of it lies. */
export function FinishStage() {
  const { rescues, saved, told } = useOpenWizard();
  const { finish } = told;
  const rescue = rescues.at(-1);
  if (rescue === undefined || finish === null) throw new Error('No rescue has begun');
  const ending = endingOf(rescues);
  return (
    <StageFrame stage="finish" title={finish.title} lead={finish.outcome} bar={useBar(ending)}>
      <SavedReports saved={saved} />
      <Wrong rescue={rescue} {...finish} />
      <Changed rescue={rescue} />
      <Told title={finishWords.notDone} texts={finish.notDone} />
      <Told title={finishWords.setup} texts={finish.setup} />
      <Told title={putBackWords.title} texts={told.putBack.texts} />
      <Told title={finish.morningTitle} texts={finish.morning} />
      {/* Their changes may stand as well. */}
      <Told title={finishWords.earlier} texts={finish.earlier} />
      <TakeBack rescue={rescue} />
    </StageFrame>
  );
}

function Wrong({ rescue, wrongTitle, wrong }: FinishTexts & { readonly rescue: Rescue }) {
  const { takenAt, utcOffsetMinutes } = rescue.start.facts;
  return (
    <Section title={wrongTitle}>
      <p>{finishWords.asFound(formatTime(takenAt, utcOffsetMinutes))}</p>
      <Sentences texts={wrong} />
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

/** A part of the report; nothing where it has nothing to say. */
function Told({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <Section title={title}>
      <Sentences texts={texts} />
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
  const { activity } = useOpenWizard();
  const commands = useCommands();
  const { copy, state } = useCopyAction(finishWords.copyText, { kind: 'report' });
  const print: Action = { label: finishWords.print, run: () => commands.printReport() };
  const save: Action = { label: finishWords.savePdf, run: () => commands.saveReport() };
  const told = state === 'copied' ? [finishWords.copied] : [];
  const next = (label: string, stage: Stage): Bar => ({
    told,
    quiet: [copy, print, save],
    primary: {
      label,
      run: () => commands.goTo({ stage }),
      unavailable: activity.kind === 'idle' ? undefined : finishWords.busy,
    },
  });
  const putBack = usePutBackAction();
  switch (ending) {
    case 'done':
    case 'put-back':
      return putBack === null
        ? { told, quiet: [copy, print], primary: save }
        : { told, quiet: [copy, print, save], primary: putBack };
    case 'setup-waits':
      return next(finishWords.next.runSetup, 'rerun-setup');
    case 'unfinished':
      return next(finishWords.next.rebind, 'rebind');
    case 'setup-failed':
    case 'undone':
    case 'put-back-undone':
    case 'partly-undone':
    case 'undone-in-part':
    case 'left':
      return next(finishWords.next.diagnose, 'diagnose');
  }
}
