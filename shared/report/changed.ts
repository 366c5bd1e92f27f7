import { assertNever } from '../assert-never.ts';
import { withKnownThumbprints } from '../change.ts';
import type { CertificateValue, Change, Presence, RecordValue } from '../change.ts';
import { commandsFor } from '../commands.ts';
import { lookWhereItStopped } from '../look-here.ts';
import { personalStore } from '../facts.ts';
import { valueOr } from '../reading.ts';
import { wasBegun } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';
import { beforeAndAfter, changeTitle } from '../text/english/changes.ts';
import { reportHeadings as headings, reportWords } from '../text/english/report.ts';
import type { Frame } from '../text/frame.ts';
import { formatDay, formatThumbprint } from '../text/format.ts';
import type { Thumbprint } from '../thumbprint.ts';
import { boundIn } from './found.ts';
import { begunSteps, progressOf } from './progress.ts';
import type { BegunStep } from './progress.ts';
import type { Block, ChangesBlock, End, Place, ReportedChange, Section } from './shape.ts';

/** Every change that was begun, with before, after, time and verification, and the bindings that were left alone. */
export function changedSection(rescue: Rescue, frame: Frame): Section {
  const changes = begunSteps(rescue).map((step) => reported(step, rescue, frame));
  const untouched = changes.length === 0 ? [] : untouchedBindings(rescue, frame);
  return {
    heading: headings.changed,
    blocks: changes.length === 0 ? [] : [{ kind: 'changes', changes, untouched }],
  };
}

/** The commands that do the same, for every change that was begun. */
export function byHandSection(rescue: Rescue): readonly Section[] {
  const blocks = begunSteps(rescue).map(({ change }): Block => {
    const title = `${change.id}. ${changeTitle(change)}`;
    return {
      kind: 'commands',
      title,
      lines: commandsFor(withKnownThumbprints(change, rescue.created)),
    };
  });
  const look = lookWhereItStopped([rescue]);
  return [
    ...(look.length === 0
      ? []
      : [
          {
            heading: headings.look,
            blocks: [{ kind: 'commands', title: reportWords.changesNothing, lines: look } as const],
          },
        ]),
    ...(blocks.length === 0 ? [] : [{ heading: headings.byHand, blocks }]),
  ];
}

function reported(step: BegunStep, rescue: Rescue, frame: Frame): ReportedChange {
  const change = withKnownThumbprints(step.change, rescue.created);
  return {
    id: change.id,
    title: changeTitle(change),
    place: placeOf(change),
    ...endsOf(change, rescue, frame),
    ...progressOf(step, rescue),
  };
}

function placeOf(change: Change): Place {
  switch (change.kind) {
    case 'record':
      return { name: change.target.site, where: change.target.endpoint };
    case 'certificate':
      return { name: reportWords.newCertificate, where: `LocalMachine\\${personalStore}` };
    case 'trust':
      return { name: reportWords.trust, where: 'LocalMachine\\Root' };
    case 'key-access':
      return { name: reportWords.keyFile, where: change.target.path };
    default:
      return assertNever(change);
  }
}

function endsOf(change: Change, rescue: Rescue, frame: Frame): { readonly before: End; readonly after: End } {
  const { before, after } = beforeAndAfter(change, frame);
  const said = (name: string): End => ({ name, notes: [] });
  switch (change.kind) {
    case 'record':
      return {
        before: recordEnd(change.before, rescue, frame) ?? said(before),
        after: recordEnd(change.after, rescue, frame) ?? said(after),
      };
    case 'certificate':
      return {
        before: said(before),
        after:
          change.after.kind === 'absent' ? said(after) : madeEnd(change, change.after.value, after, rescue),
      };
    case 'trust':
    case 'key-access':
      return { before: said(before), after: said(after) };
    default:
      return assertNever(change);
  }
}

function madeEnd({ id }: Change, { friendlyName }: CertificateValue, said: string, { created }: Rescue): End {
  const made = created.get(id);
  return { name: friendlyName, notes: [said, ...(made === undefined ? [] : [formatThumbprint(made)])] };
}

/** `null` where there is none, or none that is known by its thumbprint yet. */
function recordEnd(presence: Presence<RecordValue>, rescue: Rescue, frame: Frame): End | null {
  if (presence.kind === 'absent' || presence.value.certificate.kind === 'created') return null;
  return certificateEnd(presence.value.certificate.thumbprint, rescue, frame);
}

function certificateEnd(thumbprint: Thumbprint, rescue: Rescue, frame: Frame): End {
  const name = frame.names.get(thumbprint);
  const notAfter = endOfValidity(thumbprint, rescue);
  const validity =
    notAfter === null ? [] : [reportWords.validUntil(formatDay(notAfter, frame.utcOffsetMinutes))];
  const written = formatThumbprint(thumbprint);
  return name === undefined ? { name: written, notes: validity } : { name, notes: [...validity, written] };
}

function endOfValidity(thumbprint: Thumbprint, { start, steps, created }: Rescue): string | null {
  const found = valueOr(start.facts.certificates, []).find((one) => one.thumbprint === thumbprint);
  if (found !== undefined) return found.notAfter;
  const making = steps.find(({ change }) => created.get(change.id) === thumbprint)?.change;
  return making?.kind === 'certificate' && making.after.kind === 'present'
    ? making.after.value.notAfter
    : null;
}

function untouchedBindings(rescue: Rescue, frame: Frame): ChangesBlock['untouched'] {
  const touched = rescue.steps.flatMap((step) =>
    step.change.kind === 'record' && (wasBegun(step) || step.progress.kind !== 'waiting')
      ? [step.change.target.endpoint]
      : [],
  );
  return boundIn(rescue.start.facts)
    .filter(({ endpoint }) => !touched.includes(endpoint))
    .map(({ site, endpoint, thumbprint }) => ({
      place: { name: site.name, where: endpoint },
      certificate: certificateEnd(thumbprint, rescue, frame),
    }));
}
