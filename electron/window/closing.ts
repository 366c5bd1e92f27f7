import { dialog } from 'electron';
import type { App, BrowserWindow } from 'electron';
import { closingQuestion, closingWords, windowLost } from '../../shared/text/english/closing.ts';
import type { ClosingQuestion } from '../../shared/text/english/closing.ts';
import { endWhileCallsHang } from '../end-process.ts';
import type { Wizard } from '../wizard/wizard.ts';

/** Staying is what Enter and Escape do. */
const stay = 0;

export interface Ending {
  /** For a window that cannot be kept open: says so, and ends. */
  readonly sayAndEnd: () => void;
}

/**
 * Nothing is torn off, whoever wants the program to end: the change that is under way is finished first. Closing the
 * window asks before. A signal does not, nor the end of the session: there may be nobody to answer.
 * @param lastly done while the window is still there
 */
export function endInOrder(
  app: App,
  window: BrowserWindow,
  wizard: Wizard,
  lastly: () => Promise<void>,
): Ending {
  let standing: 'open' | 'asking' | 'ending' = 'open';

  const end = async () => {
    if (standing === 'ending') return;
    standing = 'ending';
    await wizard.comeToRest();
    await lastly();
    // From here on no call can come.
    window.destroy();
    await wizard.close();
    await endWhileCallsHang(0);
    app.exit();
  };

  window.on('close', (event) => {
    event.preventDefault();
    if (standing !== 'open') return;
    const question = closingQuestion(wizard.state.kind === 'open' ? wizard.state.activity.kind : 'idle');
    if (question === null) {
      window.hide();
      void end();
      return;
    }
    standing = 'asking';
    void ask(window, question).then((answer) => {
      if (answer === 'close') void end();
      else if (standing === 'asking') standing = 'open';
    });
  });
  app.on('before-quit', (event) => {
    event.preventDefault();
    void end();
  });
  // Windows asks before it logs off or shuts down, where Electron passes the question on. It goes on as soon as this
  // program has ended.
  window.on('query-session-end', (event) => {
    if (wizard.state.kind !== 'open' || closingQuestion(wizard.state.activity.kind) === null) return;
    event.preventDefault();
    void end();
  });
  // Now it waits no longer: what is torn off is found in the journal.
  window.on('session-end', () => {
    void end();
  });
  return {
    sayAndEnd() {
      const { message, detail, close } = windowLost;
      void dialog.showMessageBox({ type: 'error', message, detail, buttons: [close] }).then(end);
    },
  };
}

async function ask(
  window: BrowserWindow,
  { message, detail, close }: ClosingQuestion,
): Promise<'stay' | 'close'> {
  const buttons = [closingWords.stay, close];
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    ...{ message, detail, buttons },
    ...{ defaultId: stay, cancelId: stay },
  });
  return response === stay ? 'stay' : 'close';
}
