import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ComponentType } from 'react';
import { onTestFinished, vi } from 'vitest';
import { connect } from '../../renderer/store.ts';
import { WizardProvider } from '../../renderer/wizard.tsx';
import type { OpenWizard } from '../../shared/wizard.ts';
import { now } from '../fixtures/facts.ts';
import { FakeMain } from './fake-main.ts';

/** A stage on the screen, and what it asked main for. */
export interface ShownStage {
  /** Every call and its argument, in order. */
  readonly calls: FakeMain['calls'];
  /** Main tells a new state. */
  readonly tell: (state: OpenWizard) => void;
}

/** Shows a stage as the window does, with a main process that writes down what it is asked. */
export function showStage(Stage: ComponentType, state: OpenWizard, at = now): ShownStage {
  lendWhatIsMissing();
  const main = new FakeMain(state);
  const connection = connect(main.api);
  // A stage is on the screen only when main has answered.
  main.tell(state);
  render(
    <WizardProvider connection={connection} now={() => at}>
      <Stage />
    </WizardProvider>,
  );
  onTestFinished(cleanup);
  const tell = (wizard: OpenWizard) => {
    act(() => {
      main.tell(wizard);
    });
  };
  return { calls: main.calls, tell };
}

/** All of the words on the screen, as one line. */
export function words(): string {
  return document.body.textContent.replaceAll(/\s+/g, ' ');
}

/** Presses a button by its name, and lets what it does come about. */
export async function press(name: string): Promise<void> {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
    await Promise.resolve();
  });
}

/** Chooses an answer by its name. */
export async function choose(name: RegExp): Promise<void> {
  await act(async () => {
    fireEvent.click(screen.getByRole('radio', { name }));
    await Promise.resolve();
  });
}

/** The dialog that asks, and the name of the button that has the focus in it. */
export function asked(): { readonly question: string; readonly focused: string } {
  const dialog = screen.getByRole('dialog');
  return {
    question: dialog.querySelector('h2')?.textContent ?? '',
    focused: document.activeElement?.textContent ?? '',
  };
}

/** jsdom has no layout and no modal dialogs: those are shown, and a button of theirs closes them with its value. */
export function lendWhatIsMissing(): void {
  HTMLDialogElement.prototype.showModal = function () {
    this.setAttribute('open', '');
    this.addEventListener('click', (event) => {
      if (!(event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      this.returnValue = event.target.value;
      this.removeAttribute('open');
      this.dispatchEvent(new Event('close'));
    });
  };
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
}
