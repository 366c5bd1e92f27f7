import { assertNever } from '../../assert-never.ts';
import type { Facts } from '../../facts.ts';
import { staysAgainstUs } from '../../rescue.ts';
import type { Rescue } from '../../rescue.ts';
import type { RebindScreen, Way, WayOn } from '../../screens/rebind-screen.ts';
import { formatDistance, formatTime } from '../format.ts';
import { stopText, undoStopText } from './changes.ts';
import type { UndoTexts } from './undo-scope.ts';

/** What the Rebind stage says. */
export const rebindWords = {
  progress: 'How far it is',
  steps: 'Step by step',
  ofSteps: (ended: number, total: number) => `${String(ended)} of ${String(total)} steps`,
  running: (duration: string) => `Running for ${duration}`,
  slow: (age: string) => `Longer than usual: the last activity was ${age} ago.`,
  stop: 'Stop after this change',
  stopping: 'It stops after this change.',
  runSetup: 'Run Setup again',
  seeReport: 'See the report',
  backToDiagnose: 'Back to Diagnose',
  waysOn: 'What you can do',
  copyDetails: 'Copy details',
  look: 'Look here by hand',
  commands: (changeId: string) => `Commands of change ${changeId}`,
  map: 'What is bound now',
  stays: 'What stays, and why',
  busy: 'The server is being looked at.',
  allDone: 'It is at its end. The server is looked at, and the report is written.',
} as const;

/** The title of the screen and the sentence under it. */
export function rebindHeading(
  screen: RebindScreen,
  { takenAt, utcOffsetMinutes }: Pick<Facts, 'takenAt' | 'utcOffsetMinutes'>,
): { readonly title: string; readonly lead: string } {
  switch (screen.kind) {
    case 'moving':
      return screen.way === 'rebinding'
        ? {
            title: 'The changes are being made',
            lead: 'One change at a time: written down, made, then checked on the server. The next one begins only when the last one is seen to be there.',
          }
        : screen.way === 'undoing'
          ? {
              title: 'The changes are being taken back',
              lead: 'Newest first, one at a time. Each is compared before and read again after, as it was when it was made.',
            }
          : {
              title: 'One change is being taken back',
              lead: 'It is compared before and read again after, as it was when it was made. The other changes stay.',
            };
    case 'unfinished': {
      const { startedAt } = screen.rescue;
      const when = `It began ${formatDistance(startedAt, takenAt)}, on ${formatTime(startedAt, utcOffsetMinutes)}`;
      return screen.way === 'rebinding'
        ? {
            title: isPutBack(screen.rescue)
              ? 'Putting the certificate back is unfinished'
              : 'A rescue is unfinished',
            lead: `${when}, and was interrupted. Below is what was done, what was not, and what has to be looked up on the server.`,
          }
        : {
            title: 'An undo is unfinished',
            lead: `${when}. While ${screen.way === 'undoing' ? 'its changes were' : 'one of its changes was'} being taken back, that was interrupted. Below is how far it came.`,
          };
    }
    case 'stopped':
      return {
        title: stoppedTitle(screen.because.kind),
        lead:
          screen.way === 'rebinding'
            ? stopText(screen.because)
            : undoStopText(screen.because, [screen.rescue]),
      };
    case 'repaired':
      return {
        title: 'The certificates are in order',
        lead:
          screen.next === 'rerun-setup'
            ? 'Every change was made and checked. The server was looked at again, and no fault is left. Setup can be run again.'
            : 'Every change was made and checked. The server was looked at again, and no fault is left. Setup had ended before, so there is no need to run it.',
      };
    case 'put-back':
      return {
        title: 'The real certificate is back',
        lead: 'Every change was made and checked. The server was looked at again, and nothing is wrong. Exchange Back End keeps its self-signed certificate.',
      };
    case 'undone':
      if (screen.what === 'put-back') return putBackUndone;
      return {
        title: 'Everything has been taken back',
        lead: 'The server is as it was found, with what was wrong then. To repair it after all, begin anew in Diagnose.',
      };
    case 'partly-undone':
      return staysAgainstUs(screen.rescue)
        ? {
            title: 'Taken back as far as possible',
            lead: 'Not every change could be taken back. What stays, and why, is said below.',
          }
        : {
            title: 'Taken back in part',
            lead: isPutBack(screen.rescue)
              ? 'What you chose has been taken back: it holds the self-signed certificate again. The other changes stand. To put the real one back there after all, begin anew in Diagnose.'
              : 'What you chose has been taken back, and the other changes stand. What was wrong there before has come back with it: to repair it after all, begin anew in Diagnose.',
          };
    case 'left':
      return {
        title: isPutBack(screen.rescue)
          ? 'The put-back was left where it was'
          : 'The rescue was left where it was',
        lead: 'What was done stays, and can still be undone. Diagnose looks at the server anew, and begins from there.',
      };
    case 'nothing-begun':
      return {
        title: 'Nothing has begun',
        lead: 'Review the changes first: they are made only when you accept them.',
      };
    default:
      return assertNever(screen);
  }
}

const putBackUndone = {
  title: 'The put-back has been taken back',
  lead: 'Default Web Site holds the self-signed certificate again, as before. What was done before the put-back stays.',
} as const;

function isPutBack({ start }: Rescue): boolean {
  return start.purpose === 'put-back';
}

function stoppedTitle(because: Extract<RebindScreen, { kind: 'stopped' }>['because']['kind']): string {
  switch (because) {
    case 'asked':
      return 'Stopped, as you asked';
    case 'setup-running':
      return 'Stopped: Setup is running';
    case 'moved':
      return 'Stopped: the server is not as it was shown';
    case 'certificate-missing':
      return 'Stopped: the certificate is not there any more';
    case 'unreadable':
    case 'not-seen-again':
      return 'Stopped: the server could not be read';
    case 'refused':
      return 'Stopped: the server refused a change';
    case 'uncertain':
      return 'Stopped: look here by hand';
    case 'no-answer':
      return 'Stopped: the server does not answer';
    case 'served-otherwise':
      return 'Stopped: another certificate is served';
    case 'backup-failed':
      return 'Stopped: the copies could not be made';
    case 'still-faulty':
      return 'Stopped: a fault is left';
    case 'blocked-meanwhile':
      return 'Stopped: something new is in the way';
    default:
      return assertNever(because);
  }
}

/** The button of a way on. */
export function wayOnLabel(way: WayOn, going: Way, undo: UndoTexts): string {
  switch (way) {
    case 'continue':
      return going === 'rebinding' ? 'Continue' : 'Continue the undo';
    case 'undo':
      return undo.deed;
    case 'start-over':
      return 'Start over';
    default:
      return assertNever(way);
  }
}

/** What a way on does, in one line. */
export function wayOnText(way: WayOn, going: Way, undo: UndoTexts): string {
  switch (way) {
    case 'continue':
      return {
        rebinding:
          'Reads the server, settles what was interrupted, and makes the changes that are left, as they were shown.',
        undoing: 'Reads the server, settles what was interrupted, and takes back what still stands.',
        'undoing-one':
          'Reads the server, and takes back the one change that was interrupted. The others stay.',
      }[going];
    case 'undo':
      return undo.way;
    case 'start-over':
      return 'Leaves the server as it is now, and looks at it anew. What was done stays, and can still be undone.';
    default:
      return assertNever(way);
  }
}

export const startOverQuestion = {
  question: 'Leave this rescue where it is?',
  text: 'What was done stays on the server, and the rest of this plan is not done any more. The server is looked at anew; everything can still be undone.',
  deed: 'Start over',
} as const;
