import { describe, expect, it } from 'vitest';
import { Asker } from '../../electron/cli/asker.ts';
import type { Question } from '../../electron/cli/questions.ts';
import { endOfInput, FakeConsole } from '../fixtures/console.ts';
import type { Typed } from '../fixtures/console.ts';

const question: Question<'begin' | 'end'> = {
  text: 'Carry it out?',
  options: [
    { answer: 'begin', word: 'yes', text: 'Begin.', more: [] },
    { answer: 'end', word: 'no', text: 'End here.', more: [] },
  ],
  safe: 1,
};

function asked(...answers: readonly Typed[]) {
  const console = new FakeConsole(...answers);
  return { console, asker: new Asker(console.terminal, console.output) };
}

describe('a question on a console', () => {
  it('waits for its answer', async () => {
    const { console, asker } = asked('1');
    expect(await asker.ask(question)).toEqual({ kind: 'answer', answer: 'begin' });
    expect(console.text).toContain('  2) No. End here.\nType 1 or 2, then Enter. Enter alone is 2, no.\n> 1');
  });

  it('is asked again until it is answered, and what was none of the answers is said', async () => {
    const { console, asker } = asked('7', 'perhaps', 'yes');
    expect(await asker.ask(question)).toEqual({ kind: 'answer', answer: 'begin' });
    expect(console.text).toContain('"7" is none of these answers. Type 1 or 2');
    expect(console.text).toContain('"perhaps" is none of these answers.');
    expect(console.prompts).toBe(3);
  });

  it.each<[string, Typed]>([
    ['is over', endOfInput],
    ['is ended by Ctrl+Z, as on Windows', '\u001a'],
  ])('is not answered when the input %s, nor is any after it', async (_how, typed) => {
    const { console, asker } = asked(typed);
    expect(await asker.ask(question)).toEqual({ kind: 'end-of-input' });
    expect(console.text).toMatch(/the input has ended\./);
    expect(await asker.ask(question)).toEqual({ kind: 'end-of-input' });
    expect(console.prompts).toBe(1);
  });

  it('is not answered by what was typed before it was asked', async () => {
    const { console, asker } = asked('2');
    console.type('1\n1\n1\n');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await asker.ask(question)).toEqual({ kind: 'answer', answer: 'end' });
  });

  it('takes one line: what is pasted behind it answers no other question', async () => {
    const { asker } = asked('1\n1\n1', '2');
    expect(await asker.ask(question)).toEqual({ kind: 'answer', answer: 'begin' });
    expect(await asker.ask(question)).toEqual({ kind: 'answer', answer: 'end' });
  });

  it('is open as long as nobody has answered', async () => {
    const { asker, console } = asked('1');
    expect(asker.isAsking).toBe(false);
    let during = false;
    console.input.prependOnceListener('data', () => (during = asker.isAsking));
    await asker.ask(question);
    expect([during, asker.isAsking]).toEqual([true, false]);
  });
});
