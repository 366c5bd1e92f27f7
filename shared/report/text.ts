import { assertNever } from '../assert-never.ts';
import type { Block, Report } from './shape.ts';

const width = 88;

/** A report as plain text: what is copied, mailed, and read on a console. Ends with a line end. */
export function renderText(report: Report): string {
  const sections = report.sections.map(
    ({ heading, blocks }) => `${underlined(heading, '-')}\n${blocks.map(renderNext).join('\n')}`,
  );
  return `${[underlined(report.title, '='), ...sections].join('\n\n')}\n`;
}

function underlined(text: string, rule: string): string {
  return `${text}\n${rule.repeat(text.length)}`;
}

/** A paragraph after commands and a table after a list begin something new, and stand apart. */
function renderNext(block: Block, index: number, blocks: readonly Block[]): string {
  const before = blocks[index - 1]?.kind;
  const apart =
    (block.kind === 'paragraph' && before === 'commands') || (block.kind === 'table' && before === 'list');
  return `${apart ? '\n' : ''}${renderBlock(block)}`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, '', '');
    case 'list':
      return block.items.map((item) => wrap(item, '- ', '  ')).join('\n');
    case 'table': {
      const widest = Math.max(...block.rows.map(([label]) => label.length));
      return block.rows
        .map(([label, value]) => wrap(value, `  ${label.padEnd(widest)}  `, ' '.repeat(widest + 4)))
        .join('\n');
    }
    case 'commands':
      // Never wrapped: it is copied as it stands.
      return block.lines.map((line) => `    ${line}`).join('\n');
    default:
      return assertNever(block);
  }
}

/** A thumbprint in its groups of four is one word, with what follows it closely; it is never broken. */
const words = /\(?(?:[0-9A-F]{4} ){9}[0-9A-F]{4}\S*|\S+/g;

/** Breaks at blanks; a word longer than the line stays whole, since it is likely to be copied. */
export function wrap(text: string, first: string, following: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const [word] of text.matchAll(words)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = following;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
