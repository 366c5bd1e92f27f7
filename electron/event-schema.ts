import { z } from 'zod';
import type { Choice } from '../shared/candidates.ts';
import type { Diagnosis, DiagnosisVerdict } from '../shared/diagnosis.ts';
import type {
  NotUndone,
  RescueEvent,
  ServedInstead,
  StopReason,
  UndoStopped,
  Verification,
} from '../shared/events.ts';
import type { MissingCertificate } from '../shared/change.ts';
import type { Facts } from '../shared/facts.ts';
import type { Finding } from '../shared/findings.ts';
import type { Plan, PlannedChange, Why } from '../shared/plan-shape.ts';
import type { Reading } from '../shared/reading.ts';
import { failureClasses } from '../shared/setup-log.ts';
import {
  changeSchema as change,
  plannedChanges,
  targetSchema as target,
  targetStateSchema as found,
} from './change-schema.ts';
import { because, endpointText, factsSchema, moment, thumbprint } from './facts-schema.ts';
import { union } from './union-schema.ts';

const text = z.string();
const changeId = text;
const texts = z.array(text);
const rescue = z.int().positive();
const classes = z.enum(failureClasses);

function reading<T>(value: z.ZodType<T>): z.ZodType<Reading<T>> {
  return union<Reading<T>>({ read: { value }, unknown: { because } });
}

/** Facts as the port tells them. */
export const portFactsSchema: z.ZodType<Facts> = factsSchema(reading);

const findingKinds: Readonly<Record<Finding['kind'], true>> = {
  'bound-certificate-fault': true,
  'binding-without-record': true,
  'record-certificate-gone': true,
  'record-certificate-in-other-store': true,
  'back-end-without-good-certificate': true,
  'front-end-bindings-differ': true,
  'shadowing-record': true,
  'foreign-application-id': true,
  'endpoint-shared-by-sites': true,
  'record-not-restorable': true,
  'record-not-replaceable': true,
  'record-unread': true,
  'expires-soon': true,
  'other-certificate-expires': true,
  'weak-signature': true,
  'look-alike': true,
  'stale-metabase-hash': true,
  'front-end-not-site-1': true,
  'front-end-missing': true,
  'central-certificate-store': true,
  'binding-missing': true,
  'part-unknown': true,
  'setup-is-running': true,
  'log-disagrees-with-server': true,
  'clock-set-back': true,
  'pending-reboot': true,
  'incomplete-role': true,
  'web-service-stopped': true,
  'extended-protection': true,
  'strict-transport-security': true,
  'ip-listen-list-without-loopback': true,
  'iis-6-compatibility-missing': true,
  rebinders: true,
  'tasks-unread': true,
  'machine-keys-folder-closed': true,
  'certificate-event': true,
};

/** A finding is told and never acted on: what it holds besides follows from the facts beside it. */
const finding = z.looseObject({
  kind: z.enum(Object.keys(findingKinds)),
  severity: z.enum(['blocks', 'fault', 'warning', 'note']),
}) as unknown as z.ZodType<Finding>;

const diagnosis: z.ZodType<Diagnosis> = z.strictObject({
  verdict: union<DiagnosisVerdict>({
    ours: { class: classes },
    'not-ours': { class: classes },
    'nothing-to-do': {},
    'setup-running': {},
    'cannot-tell': {},
  }),
  findings: z.array(finding),
  at: moment,
});

const choice = union<Choice>({
  use: { thumbprint },
  'repair-key': { thumbprint },
  'put-back': { thumbprint },
  create: { trust: z.enum(['add-to-root', 'leave-untrusted']) },
});

const shownBeside = {
  why: z.array(
    union<Why>({
      fault: { finding },
      'no-good-certificate': {},
      'new-one-chosen': {},
      'trusted-as-setup-does': {},
      'key-refused': { endpoints: z.array(endpointText), code: text },
      'certificate-stays': {},
      'self-signed-bound': { thumbprint },
    }),
  ),
  commands: texts,
  undo: z.strictObject({ kind: z.enum(['restores-before', 'ends-at-last-working']), commands: texts }),
};

const plan: z.ZodType<Plan> = z.strictObject({
  choice: choice.nullable(),
  changes: z.array(
    union<PlannedChange>({
      record: { ...plannedChanges.record, ...shownBeside },
      certificate: { ...plannedChanges.certificate, ...shownBeside },
      trust: { ...plannedChanges.trust, ...shownBeside },
      'key-access': { ...plannedChanges['key-access'], ...shownBeside },
    }),
  ),
});

const served = union<ServedInstead>({ certificate: { thumbprint }, 'no-handshake': { because } });

const verification = union<Verification>({
  served: { thumbprint },
  'nothing-listens': {},
  'no-handshake': { because },
  'read-back': {},
});

const noAnswer = { changeId, asked: target, waited: z.number() };

/** What a change works with, and that is not there. */
export const missingSchema: z.ZodType<MissingCertificate> = z.strictObject({
  thumbprint,
  store: text,
  what: z.enum(['certificate', 'private-key']),
});

const stopReason = union<StopReason>({
  moved: { changeId, found },
  'certificate-missing': { changeId, missing: missingSchema },
  unreadable: { changeId, because },
  refused: { changeId, because },
  'setup-running': {},
  asked: {},
  uncertain: { changeId, found, refusal: because.nullable() },
  'no-answer': noAnswer,
  'served-otherwise': { changeId, served },
  'backup-failed': { because },
  'still-faulty': { endpoints: z.array(endpointText) },
  'not-seen-again': { because },
  'blocked-meanwhile': { by: z.array(z.enum(Object.keys(findingKinds) as Finding['kind'][])) },
});

const notUndone = union<NotUndone>({
  'would-not-be-taken-back': {},
  moved: { found },
  unreadable: { because },
  refused: { because },
  'in-use': { endpoints: z.array(endpointText) },
});

const purpose = z.enum(['recover', 'put-back']);
const direction = z.enum(['apply', 'undo']);

/** What a line of the journal may tell. A shape that changes needs a new version of the line, and the old one stays. */
export const eventSchema = union<RescueEvent>({
  'rescue-started': { rescue, purpose, facts: portFactsSchema, diagnosis, plan },
  'backup-made': {
    folder: text,
    files: z.array(z.strictObject({ name: text, bytes: z.int(), sha256: text })),
    missing: texts,
  },
  'change-about-to': { rescue, direction, change },
  'change-done': {
    rescue,
    changeId,
    direction,
    found,
    verification,
    how: z.enum(['applied', 'settled', 'already-there']),
  },
  'change-not-done': { rescue, changeId },
  'change-not-undone': { rescue, changeId, because: notUndone },
  'rescue-stopped': { because: stopReason },
  'rescue-resumed': {},
  'rescue-left': { rescue },
  'rescue-repaired': {},
  'undo-started': { rescue },
  'undo-stopped': { rescue, because: union<UndoStopped>({ asked: {}, 'no-answer': noAnswer }) },
  'undo-ended': { rescue, outcome: z.enum(['undone', 'partly-undone']) },
  'setup-run': { outcome: z.enum(['succeeded', 'failed']), class: classes },
});
