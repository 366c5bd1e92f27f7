import { contextBridge, ipcRenderer } from 'electron';
import { callNames, stateChannel } from '../shared/contract.ts';
import type { WizardState } from '../shared/wizard.ts';

/** Each call of the contract and its one event, and nothing else of Electron. */
contextBridge.exposeInMainWorld('cuRescue', {
  ...Object.fromEntries(
    callNames.map((name) => [name, (argument: unknown) => ipcRenderer.invoke(name, argument)]),
  ),
  onState: (listener: (state: WizardState) => void) => {
    ipcRenderer.on(stateChannel, (_event, state: WizardState) => {
      listener(state);
    });
  },
});
