import type { ArgumentOf, CallName, Refusal, Result, WindowApi } from '../../shared/contract.ts';
import type { WizardState } from '../../shared/wizard.ts';

/** A main process that writes down what it is asked, and answers as a test wants. */
export class FakeMain {
  readonly calls: (readonly [call: string, argument: unknown])[] = [];
  /** Answers every call but `getState`. */
  answer: (call: string) => Promise<Result<unknown>> = () =>
    Promise.resolve({ kind: 'ok', value: undefined });
  #state: Promise<Result<WizardState>>;
  #listener: (state: WizardState) => void = () => undefined;

  constructor(state: WizardState | Promise<Result<WizardState>>) {
    this.#state = 'kind' in state ? Promise.resolve({ kind: 'ok', value: state }) : state;
  }

  /** Says no to everything from now on. */
  refuse(because: Refusal): void {
    this.answer = () => Promise.resolve({ kind: 'refused', because });
  }

  /** Tells the window of a new state. */
  tell(state: WizardState): void {
    this.#listener(state);
  }

  get api(): WindowApi {
    return new Proxy({} as WindowApi, {
      get: (_api, call: CallName | 'onState') => {
        if (call === 'onState')
          return (listener: (state: WizardState) => void) => (this.#listener = listener);
        if (call === 'getState') return () => this.#state;
        return (argument: ArgumentOf<CallName>) => {
          this.calls.push([call, argument]);
          return this.answer(call);
        };
      },
    });
  }
}
