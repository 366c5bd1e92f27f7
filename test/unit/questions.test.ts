import { describe, expect, it } from 'vitest';
import { answerTo, howToAnswer, questionText } from '../../electron/cli/questions.ts';
import type { Question } from '../../electron/cli/questions.ts';

const question: Question<'begin' | 'end' | 'back'> = {
  text: 'Carry it out?',
  options: [
    { answer: 'begin', word: 'yes', text: 'Replace the certificate.', more: [] },
    {
      answer: 'end',
      word: 'no',
      text: 'Change nothing.',
      more: ['+ nothing is lost', 'and later is not too late'],
    },
    { answer: 'back', word: null, text: 'Choose another.', more: [] },
  ],
  safe: 1,
};

const typed = (line: string) => answerTo(question, line);

describe('an answer', () => {
  it.each([
    ['1', 'begin'],
    ['2', 'end'],
    ['3', 'back'],
    [' 3 ', 'back'],
    ['1)', 'begin'],
    ['1.', 'begin'],
    ['01', 'begin'],
    // As an East Asian keyboard types it.
    ['\uff13', 'back'],
    ['yes', 'begin'],
    ['YES', 'begin'],
    ['y', 'begin'],
    ['No', 'end'],
  ])('is a number, or the word that stands for it: %j', (line, answer) => {
    expect(typed(line)).toEqual({ kind: 'answer', answer });
  });

  it.each(['', '   ', '\t'])('that is Enter alone is the safe one: %j', (line) => {
    expect(typed(line)).toEqual({ kind: 'answer', answer: 'end' });
  });

  it.each(['0', '4', '12', '-1', '1 2', '12345678901', 'ye', 'yess', 'back', 'ok', '1;', 'null', '\u0000'])(
    'is none where there is no such one: %j',
    (line) => {
      expect(typed(line)).toMatchObject({ kind: 'none' });
    },
  );

  it('that is none is given back, as far as it can be shown', () => {
    expect(typed(' what now ')).toEqual({ kind: 'none', typed: 'what now' });
    expect(typed('x'.repeat(10_000))).toEqual({ kind: 'none', typed: 'x'.repeat(40) });
  });
});

describe('a question', () => {
  it('numbers its answers, and says what Enter alone means', () => {
    expect(questionText(question)).toBe(
      [
        'Carry it out?',
        '  1) Yes. Replace the certificate.',
        '  2) No. Change nothing.',
        '       + nothing is lost',
        '       and later is not too late',
        '  3) Choose another.',
        'Type a number from 1 to 3, then Enter. Enter alone is 2, no.',
      ].join('\n'),
    );
  });

  it('names only the number of a safe answer that has no word', () => {
    expect(howToAnswer({ ...question, safe: 2 })).toMatch(/Enter alone is 3\.$/);
  });

  it('does not speak of a range where there is none', () => {
    const [first, second] = question.options;
    expect(howToAnswer({ ...question, options: [first], safe: 0 })).toMatch(/^Type 1, then/);
    expect(howToAnswer({ ...question, options: [first, second!], safe: 0 })).toMatch(/^Type 1 or 2, then/);
  });
});
