import type { Activity } from '../../activity.ts';

/** What is asked when the window is closed while something is going on that should not be torn off. */
export interface ClosingQuestion {
  readonly message: string;
  readonly detail: string;
  readonly close: string;
}

export const closingWords = { stay: 'Stay here' } as const;

/** What is said when the window cannot be kept open. */
export const windowLost = {
  message: 'The window has crashed again and again.',
  detail:
    'It is closed now. A change that is under way is finished first, and every change that was made is in the journal. Start again: the rescue is found as it stands.',
  close: 'Close',
} as const;

/** `null` where the window may simply be closed. */
export function closingQuestion(activity: Activity['kind']): ClosingQuestion | null {
  switch (activity) {
    case 'idle':
    case 'looking':
      return null;
    case 'following-setup':
      // Setup goes on without this window.
      return null;
    case 'rebinding':
      return {
        message: 'The server is being changed now.',
        detail:
          'The change that is under way is finished and verified first. What is done stays done; the next start offers to continue or to undo.',
        close: 'Stop after this change and close',
      };
    case 'undoing':
      return {
        message: 'Changes are being taken back now.',
        detail:
          'The change that is being taken back is finished first. What is taken back stays so; the next start offers to go on with the undo.',
        close: 'Stop after this change and close',
      };
    case 'running-setup':
      return {
        message: 'Setup is running on the practice server.',
        detail:
          'The rest of it is rushed through before the window closes. How it ended is written down, and in the report.',
        close: 'Rush Setup and close',
      };
  }
}
