// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { describe, expect, onTestFinished, test } from 'vitest';
import { App } from '../../renderer/App.tsx';
import { connect } from '../../renderer/store.ts';
import { WizardProvider } from '../../renderer/wizard.tsx';
import { reduce } from '../../shared/rescue.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { stages } from '../../shared/stage.ts';
import type { Trouble, WizardState } from '../../shared/wizard.ts';
import { hostileServer } from '../fixtures/hostile/server.ts';
import { hiddenCharacter, hostileTexts, mark } from '../fixtures/hostile/texts.ts';
import { minute } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { journal, started, wentWell } from '../fixtures/rescues.ts';
import { FakeMain } from './fake-main.ts';
import { lendWhatIsMissing } from './show-stage.tsx';

/** What runs, loads, or leads somewhere else. The window has none of it, whatever it shows. */
const tagsThatAct =
  /^(?:script|style|link|img|image|iframe|frame|object|embed|a|base|form|meta|video|audio|template|foreignobject|animate|set|use)$/i;
const attributesThatAct =
  /^(?:on.*|href|xlink:href|src|srcset|srcdoc|action|formaction|style|autofocus|target)$/i;

/** Shows a state as the window does, and gives every element that was made for it. */
async function shown(state: WizardState): Promise<readonly Element[]> {
  lendWhatIsMissing();
  const connection = connect(new FakeMain(state).api);
  render(
    <WizardProvider connection={connection} now={() => minute(4.5)}>
      <App />
    </WizardProvider>,
  );
  await act(async () => {
    await Promise.resolve();
  });
  return [...document.body.querySelectorAll('*')];
}

function statesOf(text: string): readonly WizardState[] {
  const facts = hostileServer(text);
  const rescues = reduce(journal(...wentWell(started(facts))));
  const problems: readonly StartProblem[] = [
    { kind: 'folder-leads-elsewhere', directory: text, to: text },
    { kind: 'windows-refused', tried: text, code: text },
    { kind: 'held', directory: text, what: text, startedAt: null, processId: 1 },
  ];
  const troubles: readonly Trouble[] = problems.map((problem) => ({ kind: 'folder-unusable', problem }));
  return [
    ...stages.map((stage) =>
      openWizard(stage, facts, { rescues: stage === 'rebind' || stage === 'finish' ? rescues : [] }),
    ),
    openWizard('rerun-setup', facts, { rescues }),
    ...troubles.map((trouble) => openWizard('diagnose', facts, { trouble })),
    ...problems.map((problem): WizardState => ({
      kind: 'shut',
      problem,
      known: null,
      safe: text,
      utcOffsetMinutes: 60,
    })),
  ];
}

describe('a server on which everything is called by a hostile name', () => {
  test.each(Object.entries(hostileTexts))(
    'is shown, and nothing of it runs, is markup, or hides: %s',
    async (_what, text) => {
      onTestFinished(cleanup);
      for (const state of statesOf(text)) {
        const elements = await shown(state);
        expect(document.body.textContent).not.toMatch(hiddenCharacter);
        for (const element of elements) {
          expect(element.localName).not.toMatch(tagsThatAct);
          for (const name of element.getAttributeNames()) {
            expect(name).not.toMatch(attributesThatAct);
            expect(element.getAttribute(name)).not.toMatch(hiddenCharacter);
          }
        }
        cleanup();
      }
      expect(Object.hasOwn(globalThis, mark)).toBe(false);
    },
  );
});
