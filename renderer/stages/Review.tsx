import type { Plan } from '../../shared/plan-shape.ts';
import { valueOr } from '../../shared/reading.ts';
import { deedOf, notUndoable, untouched } from '../../shared/screens/review.ts';
import { deedText, interruptionTexts, reviewWords, untouchedText } from '../../shared/text/english/review.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { OpenWizard, ShownPlan } from '../../shared/wizard.ts';
import { CopyButton } from '../ui/CopyBlock.tsx';
import { Map } from '../ui/Map.tsx';
import { Notice } from '../ui/Notice.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import type { Action } from '../ui/action.ts';
import type { Commands } from '../store.ts';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { ChangeCard } from './review/ChangeCard.tsx';
import styles from './review/review.module.css';
import { Section, Sentences } from './Section.tsx';

/** Everything that will be changed, before it is: exactly this list is carried out. */
export function ReviewStage() {
  const open = useOpenWizard();
  const commands = useCommands();
  const { plan: shown } = open;
  return (
    <StageFrame
      stage="review"
      title={reviewWords.heading}
      lead={shown === null ? reviewWords.nothingPlanned : reviewWords.lead(shown.plan.changes.length)}
      bar={{
        quiet: [{ label: reviewWords.back, run: () => commands.goTo({ stage: 'certificate' }) }],
        primary: shown === null ? null : beginAction(shown, commands),
      }}
    >
      {shown !== null && <PlanOf plan={shown.plan} open={open} />}
    </StageFrame>
  );
}

function PlanOf({ plan, open }: { readonly plan: Plan; readonly open: OpenWizard }) {
  const { look, map, dataFolder, told } = open;
  const { facts, diagnosis } = look;
  const frame = frameOf(facts, diagnosis.at);
  const { warnings, why, stays } = told.review;
  const files = valueOr(facts.filesToKeep, []).map(({ name }) => name);
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warn" title={reviewWords.warnings}>
          {warnings.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
      <Map map={map} frame={frame} />
      <Section
        title={reviewWords.changes}
        beside={<CopyButton what={{ kind: 'plan' }} label={reviewWords.copyPlan} />}
      >
        <ol className={styles.changes}>
          {plan.changes.map((change, index) => (
            <ChangeCard key={change.id} change={change} why={why[index] ?? []} frame={frame} />
          ))}
        </ol>
      </Section>
      <Section title={reviewWords.untouched}>
        <Sentences
          texts={[
            ...untouched(facts, plan).map((one) => untouchedText(one, frame)),
            ...stays,
            ...reviewWords.neverTouched,
          ]}
        />
      </Section>
      <Section title={reviewWords.interruption}>
        <Sentences texts={interruptionTexts(deedOf(plan))} />
      </Section>
      <Section title={reviewWords.copies}>
        <p>{reviewWords.copiesOf(dataFolder, files)}</p>
      </Section>
    </>
  );
}

function beginAction({ id, plan }: ShownPlan, commands: Commands): Action {
  const deed = deedText(deedOf(plan));
  const lasting = notUndoable(plan).length;
  return {
    label: deed,
    run: () => commands.begin({ planId: id }),
    confirm:
      lasting === 0
        ? undefined
        : { question: reviewWords.dangerQuestion(lasting), text: reviewWords.danger, deed },
  };
}
