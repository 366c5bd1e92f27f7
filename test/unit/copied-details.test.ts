import { describe, expect, test } from 'vitest';
import { copiedOfShut } from '../../shared/copied.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import { stopText } from '../../shared/text/english/changes.ts';
import { all, problems, stops } from '../fixtures/texts.ts';
import { WizardBench } from '../fixtures/wizard-bench.ts';

const details = { what: { kind: 'details' } } as const;
const refusal = { kind: 'mistake', details: 'TypeError: x is not a function' } as const;

describe('the details of what went wrong', () => {
  test('hold why the last click did nothing, with the rest', async () => {
    const bench = await WizardBench.of('expired-certificate');
    await bench.call('copy', details);
    bench.wizard.refused(refusal);
    await bench.call('copy', details);
    const [before, after] = bench.copied;
    expect(before).toContain('"refusal": null');
    expect(after).toContain(refusal.details);
    expect(after).toContain('"verdict"');
  });

  test('can be copied where nothing could be opened, and the report only where something is known', () => {
    const problem: StartProblem = { kind: 'windows-refused', tried: 'HttpInitialize', code: '5' };
    const copied = copiedOfShut({ kind: 'details' }, { problem, known: null }, refusal);
    expect(copied).toContain('HttpInitialize');
    expect(copied).toContain(refusal.details);
    expect(copied).toContain('\r\n');
    expect(copiedOfShut({ kind: 'report' }, { problem, known: null }, null)).toBeNull();
    expect(copiedOfShut({ kind: 'plan' }, { problem, known: null }, null)).toBeNull();
  });
});

/** The words by which these sentences say what to do. */
const deeds =
  /\b(?:add|compare|continue|copy|correct|go on|keep|let it end|look|make room|name|put it back|repair|restart|run it|start|take|try again|undo|use|wait)\b/i;

describe('what to do now', () => {
  // The last rescue is undone: there is nothing to do.
  const nothingToDo: readonly StartProblem['kind'][] = ['nothing-to-continue'];

  test.each(all(problems).filter(({ kind }) => !nothingToDo.includes(kind)))(
    'is said where nothing could be opened: $kind',
    (problem) => {
      const text = startProblemText(problem, 60);
      expect(text).toMatch(deeds);
      expect(text.split(/[.:] /).length).toBeGreaterThan(1);
    },
  );

  test.each(all(stops))('is said where a change was refused: $kind', (because) => {
    const sentences = stopText(because).split(/(?<=[.:]) /);
    expect(sentences.slice(1).join(' ')).toMatch(deeds);
  });
});
