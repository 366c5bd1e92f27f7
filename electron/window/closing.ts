import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { closingQuestion, closingWords } from '../../shared/text/english/closing.ts';
import type { Wizard } from '../wizard/wizard.ts';

/** Staying is what Enter and Escape do. */
const stay = 0;

/** Nothing is torn off: while the server is being changed, closing asks, and closes after the change that it is at. */
export function askBeforeClosing(window: BrowserWindow, wizard: Wizard): void {
  let asking: 'no' | 'yes' = 'no';
  window.on('close', (event) => {
    const activity = wizard.state.kind === 'open' ? wizard.state.activity.kind : 'idle';
    const question = closingQuestion(activity);
    if (question === null) return;
    event.preventDefault();
    if (asking === 'yes') return;
    asking = 'yes';
    const { message, detail, close } = question;
    const buttons = [closingWords.stay, close];
    void dialog
      .showMessageBox(window, { type: 'warning', message, detail, buttons, defaultId: stay, cancelId: stay })
      .then(async ({ response }) => {
        asking = 'no';
        if (response === stay) return;
        if (activity !== 'running-setup') await wizard.stopAndSettle();
        // Not asked again; closing all windows ends the program in order.
        window.destroy();
      });
  });
}
