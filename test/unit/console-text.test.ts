import { expect, test } from 'vitest';
import type { ChangedSoFar } from '../../shared/screens/changed-so-far.ts';
import { afterwardsText, endedText } from '../../shared/text/english/console.ts';
import { all, leak } from '../fixtures/texts.ts';

const every = all<ChangedSoFar>({
  nothing: [{ kind: 'nothing' }],
  'being-changed': [{ kind: 'being-changed' }],
  'being-taken-back': [{ kind: 'being-taken-back' }],
  changed: [
    { kind: 'changed', changes: 1 },
    { kind: 'changed', changes: 3 },
  ],
  interrupted: [
    { kind: 'interrupted', changes: 0 },
    { kind: 'interrupted', changes: 2 },
  ],
  'taken-back': [{ kind: 'taken-back' }],
});

const undo = 'undo --data "C:\\ProgramData\\CU Rescue" --all --yes';

test.each(every)(
  'what stands changed is told at the end, and only then how to take it back: %j',
  (changed) => {
    const settled = changed.kind === 'nothing' || changed.kind === 'taken-back';
    const ended = endedText(changed, 'C:\\ProgramData\\CU Rescue', 'everything');
    expect(ended.text).toMatch(/^Ended.*[.:]$/);
    expect(ended.commands.includes(undo)).toBe(!settled);
    const afterwards = afterwardsText(changed, 'C:\\ProgramData\\CU Rescue', 'everything');
    expect(afterwards.text).toMatch(/^[A-Z].*:$/);
    expect(afterwards.commands.includes(undo)).toBe(
      changed.kind === 'changed' || changed.kind === 'interrupted',
    );
    for (const { text } of [ended, afterwards]) expect(text).not.toMatch(leak);
  },
);

test('nothing is called changed where nothing was', () => {
  expect(endedText({ kind: 'nothing' }, '', 'everything').text).toBe('Ended. Nothing was changed.');
  expect(endedText({ kind: 'changed', changes: 1 }, '', 'everything').text).toMatch(
    /^Ended\. 1 change stands,/,
  );
});

test('names the undo of the put-back alone while one stands', () => {
  const changed = { kind: 'changed', changes: 4 } as const;
  for (const said of [
    endedText(changed, '/data', 'put-back'),
    afterwardsText(changed, '/data', 'put-back'),
  ]) {
    expect(said.text).toMatch(/take the put-back back:$/);
    expect(said.commands.at(-1)).toBe('undo --data "/data" --put-back --yes');
  }
});
