import { describe, expect, test } from 'vitest';
import { connect } from '../../renderer/store.ts';
import type { Result } from '../../shared/contract.ts';
import type { WizardState } from '../../shared/wizard.ts';
import { expiredServer, server } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { FakeMain } from './fake-main.ts';

const first = openWizard('diagnose', expiredServer());
const second = openWizard('diagnose', server());

/** Lets every promise that is due settle. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

describe('the store', () => {
  test('is opening until main has answered, then shows what main shows', async () => {
    const { store } = connect(new FakeMain(first).api);
    expect(store.getState().wizard).toEqual({ kind: 'opening', waiting: null });
    await settled();
    expect(store.getState().wizard).toBe(first);
  });

  test('mirrors every state that main tells', async () => {
    const main = new FakeMain(first);
    const { store } = connect(main.api);
    await settled();
    main.tell(second);
    expect(store.getState().wizard).toBe(second);
  });

  test('lets nothing as far as the screen that hides or turns text around, by whatever way it comes', async () => {
    const hostile = (text: string): WizardState => ({ ...first, dataFolder: text });
    const main = new FakeMain(hostile('answered\u202e'));
    const { store, commands } = connect(main.api);
    const shown = () => store.getState().wizard;
    await settled();
    expect(shown()).toMatchObject({ dataFolder: 'answered\ufffd' });
    main.tell(hostile('told\u200b'));
    expect(shown()).toMatchObject({ dataFolder: 'told\ufffd' });
    main.refuse({ kind: 'mistake', details: 'refused\u001b[2J' });
    await commands.lookAgain();
    expect(store.getState().refusal).toEqual({ kind: 'mistake', details: 'refused\ufffd[2J' });
  });

  test('does not go back to an answer that is older than what it was told', async () => {
    let answer: (result: Result<WizardState>) => void = () => undefined;
    const main = new FakeMain(new Promise((resolve) => (answer = resolve)));
    const { store } = connect(main.api);
    main.tell(second);
    answer({ kind: 'ok', value: first });
    await settled();
    expect(store.getState().wizard).toBe(second);
  });

  test('passes a command on with its argument, and answers what main answered', async () => {
    const main = new FakeMain(first);
    const { commands } = connect(main.api);
    expect(await commands.goTo({ stage: 'review' })).toEqual({ kind: 'ok', value: undefined });
    expect(main.calls).toEqual([['goTo', { stage: 'review' }]]);
  });

  test('keeps why a call was refused, until one is accepted or it is put away', async () => {
    const main = new FakeMain(first);
    const { store, commands, putRefusalAway } = connect(main.api);
    main.refuse({ kind: 'not-now' });
    await commands.lookAgain();
    expect(store.getState().refusal).toEqual({ kind: 'not-now' });
    putRefusalAway();
    expect(store.getState().refusal).toBeNull();
    await commands.lookAgain();
    main.answer = () => Promise.resolve({ kind: 'ok', value: undefined });
    await commands.lookAgain();
    expect(store.getState().refusal).toBeNull();
  });

  test('takes a call that breaks off for a mistake, with what was said', async () => {
    const main = new FakeMain(first);
    const { store, commands } = connect(main.api);
    main.answer = () => Promise.reject(new Error('An object could not be cloned.'));
    await commands.undo();
    expect(store.getState().refusal).toEqual({
      kind: 'mistake',
      details: 'Error: An object could not be cloned.',
    });
  });

  test('tells when not even the first state can be had', async () => {
    const { store } = connect(
      new FakeMain(Promise.resolve({ kind: 'refused', because: { kind: 'not-allowed' } })).api,
    );
    await settled();
    expect(store.getState()).toMatchObject({
      wizard: { kind: 'opening', waiting: null },
      refusal: { kind: 'not-allowed' },
    });
  });
});
