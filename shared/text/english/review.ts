import { assertNever } from '../../assert-never.ts';
import type { BoundEndpoint } from '../../bound.ts';
import type { Deed } from '../../screens/review.ts';
import { rehearsalEndpoint } from '../../endpoint.ts';
import { count, list } from '../format.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { putBackWords } from './put-back.ts';

/** What the Review stage says. */
export const reviewWords = {
  heading: 'Review what will be changed',
  lead: (changes: number) =>
    changes === 1
      ? 'This one change is made, and nothing else. It is written down first, then made, then checked on the server.'
      : `These ${String(changes)} changes are made in this order, and nothing else. Each is written down first, then made, then checked on the server.`,
  warnings: 'Know this before you begin',
  changes: 'The changes',
  copyPlan: 'Copy the plan',
  labels: { before: 'Before', after: 'After', why: 'Why', undo: 'Undo' },
  command: (commands: number) =>
    commands === 1 ? 'The command that does the same' : 'The commands that do the same',
  commandOf: (changeId: string) => `Commands of change ${changeId}`,
  untouched: 'What is not touched',
  neverTouched: [
    'No certificate is deleted: the old one stays in its store.',
    'The bindings themselves and applicationHost.config are only read.',
    "Setup's logs, its watermarks and the start types of services stay as they are.",
    'Active Directory and the settings of Exchange are not touched.',
  ],
  interruption: 'What users notice',
  interruptions: [
    'Windows uses a changed record at once, for new connections. No site is stopped and no service is restarted.',
    `Where Windows cannot replace a record in one step, the certificate is first tried out at ${rehearsalEndpoint}, where nothing listens; then the record is removed and set again, and a connection that is opened in between fails.`,
  ],
  interruptionsOfKey: [
    'Nothing: the same certificate is served as before. No certificate record is changed, no site is stopped and no service is restarted.',
  ],
  copies: 'What is copied first',
  copiesOf: (folder: string, files: readonly string[]) =>
    files.length === 0
      ? `Every certificate record, into ${folder}.`
      : `Every certificate record, and ${list(files)}, into ${folder}.`,
  nothingPlanned: 'Nothing is planned. Choose the certificate first.',
  back: 'Back',
  dangerQuestion: (changes: number) =>
    changes === 1
      ? 'Begin, although one change cannot be undone?'
      : `Begin, although ${String(changes)} changes cannot be undone?`,
  danger:
    'Windows would not take the old record back, because its certificate or key is lost. An undo then ends at the new certificate, which works.',
} as const;

/** What users notice of a plan while it is carried out. */
export function interruptionTexts({ kind }: Deed): readonly string[] {
  return kind === 'repair-key' ? reviewWords.interruptionsOfKey : reviewWords.interruptions;
}

/** The button that carries the plan out. */
export function deedText({ kind, bindings }: Deed): string {
  const on = count(bindings, 'binding');
  switch (kind) {
    case 'replace':
      return `Replace the certificate on ${on}`;
    case 'bind':
      return `Bind the certificate to ${on}`;
    case 'create-and-bind':
      return `Create a certificate and bind it to ${on}`;
    case 'repair-key':
      return 'Repair the access to the key';
    case 'put-back':
      return putBackWords.deed(on);
    default:
      return assertNever(kind);
  }
}

/** A binding that keeps what it has. */
export function untouchedText({ site, endpoint, record }: BoundEndpoint, frame: Frame): string {
  return record === null
    ? `${site.name} (${endpoint}) stays without a certificate.`
    : `${site.name} (${endpoint}) keeps ${certificateText(record.thumbprint, frame)}.`;
}
