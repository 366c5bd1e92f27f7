import { assertNever } from '../../assert-never.ts';
import type { Check } from '../../screens/rerun-checks.ts';
import type { Frame } from '../frame.ts';
import { becauseText } from './codes.ts';
import { findingTexts } from './findings.ts';

const checkTitles: Record<Check['kind'], string> = {
  'rescue-finished': 'The rescue',
  'bindings-good': 'The bindings',
  'setup-closed': 'Setup itself',
  'no-pending-reboot': 'A restart of Windows',
  'media-known': "Setup's media",
};

export function checkTitle({ kind }: Check): string {
  return checkTitles[kind];
}

const inOrder: Record<Check['kind'], string> = {
  'rescue-finished': 'None is unfinished.',
  'bindings-good': 'Each of them has a good certificate.',
  'setup-closed': 'It is closed.',
  'no-pending-reboot': 'None is pending.',
  'media-known': 'It is in its place.',
};

/** How a check stands: what is in order, or what is in the way and what to do about it. */
export function checkTexts({ kind, state }: Check, frame: Frame): readonly string[] {
  switch (state.kind) {
    case 'ok':
      return [inOrder[kind]];
    case 'yours-to-check':
      return [`Make sure that ${state.media} holds it, the same update or a newer one.`];
    case 'unknown':
      return [`It could not be read, because of this: ${becauseText(state.because)}.`];
    case 'in-the-way': {
      if (kind === 'rescue-finished') return ['One is unfinished. Continue or undo it in Rebind first.'];
      if (kind === 'media-known') {
        return ['The log does not say where it is. Have the media of the same or a newer update ready.'];
      }
      return findingTexts(state.findings, frame);
    }
    default:
      return assertNever(state);
  }
}
