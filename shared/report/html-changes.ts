import { reportLabels as labels } from '../text/english/report.ts';
import { codeHtml, escapeHtml, sentenceHtml } from './escape.ts';
import type { ChangesBlock, End, Mark, Place, ReportedChange, Row } from './shape.ts';

const marks: Readonly<Record<Mark, string>> = { good: '✓', unfinished: '!', undone: '↶', untouched: '–' };

/** A mark says again what the word beside it says; it is not read aloud. */
export function markHtml(mark: Mark): string {
  return `<span class="mark" aria-hidden="true">${marks[mark]}</span>`;
}

/** Each line an element of its own: where paper is too narrow for it, the rest is set in. */
export function verbatimHtml(lines: readonly string[]): string {
  return `<pre>${lines.map((line) => `<code>${codeHtml(line)}</code>`).join('')}</pre>`;
}

/** The space belongs to the label, so that no line ends with a label alone. */
export function rowsHtml(rows: readonly Row[]): string {
  return rows
    .map(([label, value]) => `<div><dt>${escapeHtml(label)}&nbsp;</dt><dd>${sentenceHtml(value)}</dd></div>`)
    .join('\n');
}

/** The map: what was bound where, before and after. */
export function changesHtml({ changes, untouched }: ChangesBlock): string {
  const heads = [labels.change, labels.before, labels.after, labels.result];
  const rows = [
    ...changes.map(changeRow),
    ...untouched.map(
      ({ place, certificate }) =>
        `<tr class="untouched"><th scope="row">${placeHtml(place)}</th><td colspan="2">${endHtml(certificate)}</td><td>${markHtml('untouched')} <b>${escapeHtml(labels.notTouched)}</b></td></tr>`,
    ),
  ];
  return `<table class="map">
<thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function changeRow({ id, place, before, after, mark, state, history }: ReportedChange): string {
  return `<tr><th scope="row">${escapeHtml(id)}. ${placeHtml(place)}</th><td>${endHtml(before)}</td><td>${endHtml(after)}</td><td>${markHtml(mark)}
<dl>
${rowsHtml([state, ...history])}
</dl></td></tr>`;
}

function placeHtml({ name, where }: Place): string {
  return `${escapeHtml(name)} <code>${escapeHtml(where)}</code>`;
}

function endHtml({ name, notes }: End): string {
  const first = notes.length === 0 ? sentenceHtml(name) : `<b>${sentenceHtml(name)}</b>`;
  return [first, ...notes.map(sentenceHtml)].map((line) => `<span class="line">${line}</span>`).join(' ');
}
