import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { callNames } from '../shared/contract.ts';
import type { CallName, Refusal, Result, WindowApi } from '../shared/contract.ts';
import { printableAll } from '../shared/text/printable.ts';
import type { WizardState } from '../shared/wizard.ts';

/** What the window knows: main's state, whole, and which of its notices still stand. */
export interface WindowState {
  readonly wizard: WizardState;
  /** Why the last call was refused. */
  readonly refusal: Refusal | null;
  readonly crashNotice: 'shown' | 'put-away';
}

/** The calls of the window that ask for something to be done. */
export type Commands = Omit<WindowApi, 'getState' | 'onState'>;

export interface Connection {
  readonly store: StoreApi<WindowState>;
  readonly commands: Commands;
  readonly putRefusalAway: () => void;
  readonly putCrashAway: () => void;
}

/**
 * Mirrors the main process's state from now on, and passes commands on to it. What it is told comes from logs, file
 * names and certificates: nothing of it that hides, or turns text around, gets as far as the screen.
 */
export function connect(api: WindowApi): Connection {
  const store = createStore<WindowState>(() => ({
    wizard: { kind: 'opening', waiting: null },
    refusal: null,
    crashNotice: 'shown',
  }));
  const tell = (refusal: Refusal | null) => {
    store.setState({ refusal: printableAll(refusal) });
  };
  let told = false;
  api.onState((wizard) => {
    told = true;
    store.setState({ wizard: printableAll(wizard) });
  });
  void answer(() => api.getState()).then((result) => {
    if (result.kind === 'refused') tell(result.because);
    // What was told meanwhile is newer than the answer.
    else if (!told) store.setState({ wizard: printableAll(result.value) });
  });
  return {
    store,
    commands: commandsOf(api, tell),
    putRefusalAway: () => {
      tell(null);
    },
    putCrashAway: () => {
      store.setState({ crashNotice: 'put-away' });
    },
  };
}

type AnyCall = (argument?: unknown) => Promise<Result<unknown>>;

function commandsOf(api: WindowApi, tell: (refusal: Refusal | null) => void): Commands {
  const entries = callNames
    .filter((name) => name !== 'getState')
    .map((name: CallName): readonly [CallName, AnyCall] => [
      name,
      async (...argument) => {
        const call = api[name] as AnyCall;
        const result = await answer(() => call(...argument));
        if (result.kind === 'refused') tell(result.because);
        // Copying the details of a refusal must not take it away.
        else if (name !== 'copy') tell(null);
        return result;
      },
    ]);
  return Object.fromEntries(entries) as unknown as Commands;
}

/** A call that breaks off instead of answering is a mistake of this program, and is told as one. */
async function answer<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    return { kind: 'refused', because: { kind: 'mistake', details: String(error) } };
  }
}
