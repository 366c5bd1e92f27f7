import { assertNever } from './assert-never.ts';
import type { CertificateRef, Presence, RecordValue } from './change.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { cardOf, certificateCard, mapSites, withKeyRepaired } from './map/found.ts';
import { toneOf } from './map/shape.ts';
import type { ChangeProgress, MapBinding, MapCard, MapLine, ServerMap } from './map/shape.ts';
import type { Plan, PlannedChange } from './plan-shape.ts';
import { read } from './reading.ts';
import type { Rescue, Step } from './rescue.ts';
import type { Thumbprint } from './thumbprint.ts';
import type { Activity } from './activity.ts';

type RecordStep = Step & { readonly change: Extract<PlannedChange, { kind: 'record' }> };
type CreationStep = Step & { readonly change: Extract<PlannedChange, { kind: 'certificate' }> };

/** What is: as the server was found. */
export function mapOfLook(facts: Facts, diagnosis: Diagnosis): ServerMap {
  return mapWith(facts, diagnosis, { steps: [], progressOf: () => 'as-found', made: () => null });
}

/** What will be: lines that end fade, lines that begin come. */
export function mapOfPlan(facts: Facts, diagnosis: Diagnosis, plan: Plan): ServerMap {
  const steps = plan.changes.map((change): Step => ({
    change,
    progress: { kind: 'waiting', begunAt: null },
  }));
  return mapWith(facts, diagnosis, { steps, progressOf: () => 'planned', made: () => null });
}

/** While it is being carried out each line turns as its change is verified; afterwards, what became. */
export function mapOfRescue(rescue: Rescue, activity: Activity): ServerMap {
  const { facts, diagnosis } = rescue.start;
  return mapWith(facts, diagnosis, {
    steps: rescue.steps,
    progressOf: (step) => progressOf(step, rescue, activity),
    made: (id) => rescue.created.get(id) ?? null,
  });
}

interface Deeds {
  readonly steps: readonly Step[];
  readonly progressOf: (step: Step) => ChangeProgress;
  /** The thumbprint of the certificate that this change made. */
  readonly made: (changeId: string) => Thumbprint | null;
}

function mapWith(facts: Facts, diagnosis: Diagnosis, deeds: Deeds): ServerMap {
  if (facts.sites.kind === 'unknown') return { sites: facts.sites, cards: [], lines: [] };
  const cards = new Map<string, MapCard>();
  const lines: MapLine[] = [];
  const draw = (binding: MapBinding, card: MapCard, age: MapLine['age'], tone = toneOf(card)) => {
    cards.set(card.id, cards.get(card.id) ?? card);
    lines.push({ binding: binding.id, card: card.id, tone, age });
  };
  const refCard = (presence: Presence<RecordValue>): MapCard =>
    presence.kind === 'absent'
      ? noRecord
      : certificateOfRef(presence.value.certificate, presence.value.store, facts, diagnosis, deeds);

  const sites = mapSites(facts.sites.value).map((site) => ({
    ...site,
    bindings: site.bindings.map((binding): MapBinding => {
      const step = deeds.steps
        .filter(isRecordStep)
        .find(({ change }) => change.target.endpoint === binding.endpoint);
      if (step === undefined) {
        const card = cardOf(binding, facts, diagnosis);
        if (card === null) return binding;
        const repaired = withKeyRepaired(card, facts, diagnosis);
        for (const { end, age } of linesOfKey(keyProgress(card, deeds)))
          draw(binding, end === 'before' ? card : repaired, age);
        // The binding itself stays as it was found.
        return binding;
      }
      const progress = deeds.progressOf(step);
      const before = refCard(step.change.before);
      const after = refCard(step.change.after);
      for (const { end, age, tone } of linesOf(progress))
        draw(binding, end === 'before' ? before : after, age, tone);
      // What was never made, and will not be, is not there to be shown.
      if (after.kind !== 'made' || after.progress !== 'as-found') cards.set(after.id, after);
      return { ...binding, progress };
    }),
  }));
  return { sites: read(sites), cards: [...cards.values()], lines };
}

const noRecord: MapCard = { id: 'no-record', kind: 'no-record' };

/** Which ends of a change have a line, for each step of the way. */
function linesOf(progress: ChangeProgress): readonly {
  readonly end: 'before' | 'after';
  readonly age: MapLine['age'];
  readonly tone?: 'unknown';
}[] {
  switch (progress) {
    case 'planned':
      return [
        { end: 'before', age: 'fades' },
        { end: 'after', age: 'comes' },
      ];
    case 'as-found':
    case 'waiting':
    case 'not-begun':
    case 'taken-back':
      return [{ end: 'before', age: 'stands' }];
    case 'changing':
    case 'interrupted':
    case 'being-taken-back':
      return [
        { end: 'before', age: 'stands', tone: 'unknown' },
        { end: 'after', age: 'stands', tone: 'unknown' },
      ];
    case 'changed':
    case 'not-taken-back':
      return [
        { end: 'before', age: 'past' },
        { end: 'after', age: 'stands' },
      ];
    case 'so-already':
      return [{ end: 'after', age: 'stands' }];
    default:
      return assertNever(progress);
  }
}

/** How far the repair of the key is that this card's certificate has; `as-found` where none is planned. */
function keyProgress(card: MapCard, { steps, progressOf }: Deeds): ChangeProgress {
  if (card.kind !== 'certificate') return 'as-found';
  const { thumbprint } = card.certificate;
  const step = steps.find(
    ({ change }) => change.kind === 'key-access' && change.target.certificate === thumbprint,
  );
  return step === undefined ? 'as-found' : progressOf(step);
}

/** The certificate stays, so what it was before is not shown beside what it is. */
function linesOfKey(progress: ChangeProgress): readonly {
  readonly end: 'before' | 'after';
  readonly age: MapLine['age'];
}[] {
  switch (progress) {
    case 'planned':
      return [
        { end: 'before', age: 'fades' },
        { end: 'after', age: 'comes' },
      ];
    case 'changed':
    case 'not-taken-back':
    case 'so-already':
      return [{ end: 'after', age: 'stands' }];
    case 'as-found':
    case 'waiting':
    case 'not-begun':
    case 'taken-back':
    case 'changing':
    case 'interrupted':
    case 'being-taken-back':
      return [{ end: 'before', age: 'stands' }];
    default:
      return assertNever(progress);
  }
}

function progressOf({ progress }: Step, { outcome }: Rescue, activity: Activity): ChangeProgress {
  switch (progress.kind) {
    case 'waiting':
      if (activity.kind === 'rebinding') return 'waiting';
      return outcome.kind === 'open' || outcome.kind === 'stopped' ? 'not-begun' : 'as-found';
    case 'about-to':
      if (activity.kind === 'rebinding') return 'changing';
      return activity.kind === 'undoing' ? 'being-taken-back' : 'interrupted';
    case 'done':
      return progress.how === 'already-there' ? 'so-already' : 'changed';
    case 'undone':
      return 'taken-back';
    case 'not-undone':
      return 'not-taken-back';
    default:
      return assertNever(progress);
  }
}

function certificateOfRef(
  certificate: CertificateRef,
  store: string,
  facts: Facts,
  diagnosis: Diagnosis,
  deeds: Deeds,
): MapCard {
  if (certificate.kind === 'thumbprint') {
    return certificateCard(certificate.thumbprint, store, facts, diagnosis);
  }
  const creation = deeds.steps
    .filter(isCreationStep)
    .find(({ change }) => change.id === certificate.createdBy);
  if (creation?.change.after.kind !== 'present')
    throw new Error(`No change ${certificate.createdBy} makes it`);
  return {
    id: `made ${creation.change.id}`,
    kind: 'made',
    value: creation.change.after.value,
    thumbprint: deeds.made(creation.change.id),
    progress: deeds.progressOf(creation),
  };
}

function isRecordStep(step: Step): step is RecordStep {
  return step.change.kind === 'record';
}

function isCreationStep(step: Step): step is CreationStep {
  return step.change.kind === 'certificate';
}
