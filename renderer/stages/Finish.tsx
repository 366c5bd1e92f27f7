import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { endingOf } from '../../shared/screens/ending.ts';
import type { Ending } from '../../shared/screens/ending.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { finishWords, whenText } from '../../shared/text/english/finish.ts';
import { safeText } from '../../shared/text/english/frame.ts';
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
  const { rescues, saved, told } = useOpenWizard();
  const { finish } = told;
  const rescue = rescues.at(-1);
  if (rescue === undefined || finish === null) throw new Error('No rescue has begun');
  const ending = endingOf(rescues);
  return (
    <StageFrame stage="finish" title={finishWords.heading[ending]} lead={finish.outcome} bar={useBar(ending)}>
      <SavedReports saved={saved} />
      <Wrong rescue={rescue} texts={finish.wrong} />
      <Changed rescue={rescue} />
      <Told title={finishWords.notDone} texts={finish.notDone} />
      <Told title={finishWords.setup} texts={finish.setup} />
      <Told title={finishWords.morning} texts={finish.morning} />
      {/* Their changes may stand as well. */}
      <Told title={finishWords.earlier} texts={finish.earlier} />
      <TakeBack rescue={rescue} />
    </StageFrame>
  );
}

function Wrong({ rescue, texts }: { readonly rescue: Rescue; readonly texts: readonly string[] }) {
  const { takenAt, utcOffsetMinutes } = rescue.start.facts;
  return (
    <Section title={finishWords.wrong}>
      <p>{finishWords.asFound(formatTime(takenAt, utcOffsetMinutes))}</p>
      <Sentences texts={texts} />
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
