import { ipcMain } from 'electron';
import type { BrowserWindow } from 'electron';
import { callNames, stateChannel } from '../shared/contract.ts';
import type { WizardState } from '../shared/wizard.ts';
import type { Refusal } from '../shared/contract.ts';
import { answerCall, refused } from './calls.ts';
import type { Handlers } from './calls.ts';
import { isOurPage } from './security.ts';

/**
 * The one door between window and main: sender check, schema, handler, Result.
 * @param page the address that alone may call
 * @param noteRefusal told why a call was not answered as asked
 */
export function answerCalls(
  window: BrowserWindow,
  page: string,
  handlers: Handlers,
  noteRefusal: (because: Refusal) => void,
): void {
  for (const name of callNames) {
    ipcMain.handle(name, async (event, ...brought: unknown[]) => {
      const answer = isOurPage(event, window, page)
        ? await answerCall(name, brought, handlers)
        : refused({ kind: 'not-allowed' });
      if (answer.kind === 'refused') noteRefusal(answer.because);
      return answer;
    });
  }
}

/** Tells the window the new state; a window that is gone needs none. */
export function tellState(window: BrowserWindow, state: WizardState): void {
  if (!window.isDestroyed()) window.webContents.send(stateChannel, state);
}
