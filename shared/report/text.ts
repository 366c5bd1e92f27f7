import { assertNever } from '../assert-never.ts';
import { wrap } from '../text/wrap.ts';
import type { Block, Report } from './shape.ts';

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
    case 'quote':
    case 'commands':
      // Never wrapped: it is copied as it stands.
      return block.lines.map((line) => `    ${line}`).join('\n');
    default:
      return assertNever(block);
  }
}
