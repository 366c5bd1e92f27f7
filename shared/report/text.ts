import { assertNever } from '../assert-never.ts';
import { reportLabels as labels, reportWords } from '../text/english/report.ts';
import { printable, printableLine } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import type { Block, ChangesBlock, End, Report, Row } from './shape.ts';

/** A report as plain text: what is copied, mailed, and read on a console. Ends with a line end. */
export function renderText(report: Report): string {
  const { practice, outcome } = report;
  const head = [
    `${underlined(report.title, '=')}\n${renderRows([...report.systems, ...report.times])}`,
    ...(practice === null ? [] : [wrap(`${reportWords.practice}. ${practice}`, '', '')]),
    wrap(`${outcome.word}. ${outcome.sentences.join(' ')}`, '', ''),
  ];
  const sections = report.sections.map(
    ({ heading, blocks }) => `${underlined(heading, '-')}\n${blocks.map(renderNext).join('\n')}`,
  );
  return printable(`${[...head, ...sections].join('\n\n')}\n`);
}

function underlined(text: string, rule: string): string {
  return `${printableLine(text)}\n${rule.repeat(text.length)}`;
}

/** What follows commands and a table after a list begin something new, and stand apart. */
function renderNext(block: Block, index: number, blocks: readonly Block[]): string {
  const before = blocks[index - 1]?.kind;
  const apart = before === 'commands' || (block.kind === 'table' && before === 'list');
  return `${apart ? '\n' : ''}${renderBlock(block)}`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, '', '');
    case 'list':
      return block.items.map((item) => wrap(item, '- ', '  ')).join('\n');
    case 'table':
      return renderRows(block.rows);
    case 'changes':
      return renderChanges(block);
    case 'quote':
      return verbatim(block.lines);
    case 'commands':
      return `${wrap(block.title, '', '')}\n${verbatim(block.lines)}`;
    default:
      return assertNever(block);
  }
}

/** One after the other: side by side they would not fit into a line. */
function renderChanges({ changes, untouched }: ChangesBlock): string {
  return [
    ...changes.map(({ id, title, before, after, state, history }) => {
      const ends: readonly Row[] = [
        [labels.before, endText(before)],
        [labels.after, endText(after)],
      ];
      return [wrap(`${id}. ${title}`, '', ''), renderRows([...ends, state, ...history])].join('\n');
    }),
    ...untouched.map(({ place, certificate }) => {
      const name = reportWords.place(place.name, place.where);
      return `${name}\n${renderRows([[labels.notTouched, endText(certificate)]])}`;
    }),
  ].join('\n\n');
}

function endText({ name, notes }: End): string {
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

function renderRows(rows: readonly Row[]): string {
  const widest = Math.max(...rows.map(([label]) => label.length));
  return rows
    .map(([label, value]) => wrap(value, `  ${label.padEnd(widest)}  `, ' '.repeat(widest + 4)))
    .join('\n');
}

/** Never wrapped: it is copied as it stands. */
function verbatim(lines: readonly string[]): string {
  return lines.map((line) => `    ${printableLine(line)}`).join('\n');
}
