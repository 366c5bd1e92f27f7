import { assertNever } from '../assert-never.ts';
import { reportWords } from '../text/english/report.ts';
import { escapeHtml, sentenceHtml } from './escape.ts';
import { changesHtml, markHtml, rowsHtml, verbatimHtml } from './html-changes.ts';
import type { Block, Outcome, Report, Section } from './shape.ts';

/** The stylesheet of a report. */
export interface ReportStyle {
  readonly css: string;
  /** How a content security policy names exactly this css, such as `'sha256-…'`. */
  readonly source: string;
}

/** A report as a document that needs nothing but itself: what is saved, printed, and made a PDF. It runs no script. */
export function renderHtml(report: Report, style: ReportStyle): string {
  const { practice, outcome, sections } = report;
  const policy = `default-src 'none'; style-src ${style.source}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${reportWords.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(documentTitle(report))}</title>
<style>${style.css}</style>
</head>
<body>
<main>
${headerHtml(report)}
${practice === null ? '' : `<p class="practice"><b>${reportWords.practice}</b> ${sentenceHtml(practice)}</p>\n`}${outcomeHtml(outcome)}
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

/** What stands at the foot of every page of the PDF: a template for Electron's `printToPDF`, which counts the pages. */
export function pdfFooter(report: Report): string {
  // Chromium draws the foot of a page a third larger than it says.
  const page = reportWords.page('<span class="pageNumber"></span>', '<span class="totalPages"></span>');
  const line = 'overflow: hidden; text-overflow: ellipsis; white-space: nowrap';
  return `<div style="box-sizing: border-box; width: 100%; padding: 0 9mm; display: flex; justify-content: space-between; gap: 2em; font: 6pt 'Segoe UI', Arial, 'DejaVu Sans Condensed', sans-serif; color: #000"><span style="${line}">${escapeHtml(documentTitle(report))}</span><span style="flex: none">${page}</span></div>`;
}

function documentTitle({ title, practice }: Report): string {
  return practice === null ? title : `${title} (${reportWords.practice})`;
}

function headerHtml({ title, systems, times }: Report): string {
  const [first = '', ...others] = times.map((time) => `<p>${escapeHtml(time.join(' '))}</p>`);
  return `<header>
<div><h1>${escapeHtml(title)}</h1>${first}</div>
<div><p>${escapeHtml(systems.map(([, system]) => system).join(' · '))}</p>${others.join('')}</div>
</header>`;
}

function outcomeHtml({ mark, word, sentences }: Outcome): string {
  return `<section class="outcome">
<h2>${markHtml(mark)} ${escapeHtml(word)}</h2>
<p>${sentenceHtml(sentences.join(' '))}</p>
</section>`;
}

function sectionHtml({ heading, blocks }: Section): string {
  return `<section class="part">
<h2>${escapeHtml(heading)}</h2>
<div class="content">
${blocks.map(blockHtml).join('\n')}
</div>
</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${sentenceHtml(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${sentenceHtml(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return `<dl class="facts">\n${rowsHtml(block.rows)}\n</dl>`;
    case 'changes':
      return changesHtml(block);
    case 'quote':
      return `<blockquote>${verbatimHtml(block.lines)}</blockquote>`;
    case 'commands':
      return `<div class="by-hand">\n<p>${sentenceHtml(block.title)}</p>\n${verbatimHtml(block.lines)}\n</div>`;
    default:
      return assertNever(block);
  }
}
