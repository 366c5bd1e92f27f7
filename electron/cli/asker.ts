import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { consoleWords } from '../../shared/text/english/console.ts';
import type { Output } from './output.ts';
import { answerTo, howToAnswer, questionText } from './questions.ts';
import type { Question } from './questions.ts';
import type { Terminal } from './terminal.ts';

export type Asked<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Nobody can answer any more. */
  | { readonly kind: 'end-of-input' };

/** What Ctrl+Z and Enter bring on a Windows console: there it is the end of the input. */
const endMark = '\u001a';

/**
 * Asks questions, one at a time, line by line: the console itself edits the line, so that this works wherever a line
 * can be typed. What is typed while nothing is asked answers nothing: nobody agrees to what is not on the screen yet.
 */
export class Asker {
  readonly #terminal: Terminal;
  readonly #output: Output;
  readonly #lines: Interface;
  #told: ((line: string | null) => void) | null = null;
  #ended = false;

  constructor(terminal: Terminal, output: Output) {
    this.#terminal = terminal;
    this.#output = output;
    this.#lines = createInterface({ input: terminal.input, terminal: false, crlfDelay: Infinity });
    this.#lines.on('line', (line) => {
      if (line.startsWith(endMark)) this.#end();
      else this.#tell(line);
    });
    this.#lines.on('close', () => {
      this.#end();
    });
  }

  /** Whether the cursor stands behind a question. */
  get isAsking(): boolean {
    return this.#told !== null;
  }

  async ask<Answer>(question: Question<Answer>): Promise<Asked<Answer>> {
    this.#output.line(`\n${questionText(question)}`);
    for (;;) {
      const line = await this.#nextLine();
      if (line === null) {
        this.#output.line('');
        this.#output.complain(consoleWords.inputEnded);
        return { kind: 'end-of-input' };
      }
      const answered = answerTo(question, line);
      if (answered.kind === 'answer') return answered;
      this.#output.line(`${consoleWords.noSuchAnswer(answered.typed)} ${howToAnswer(question)}`);
    }
  }

  close(): void {
    this.#lines.close();
  }

  /** `null` at the end of the input. */
  #nextLine(): Promise<string | null> {
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#told = resolve;
      this.#terminal.prompt('> ');
    });
  }

  #tell(line: string | null): void {
    const told = this.#told;
    this.#told = null;
    told?.(line);
  }

  #end(): void {
    this.#ended = true;
    this.#tell(null);
  }
}
