import { createHash } from 'node:crypto';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { pdfFooter, renderHtml } from '../../shared/report/html.ts';
import type { Report } from '../../shared/report/shape.ts';
import { savingWords } from '../../shared/text/english/saving.ts';
import css from '../../assets/print.css?raw';
import { pdfOf, print } from './paper.ts';
import { paperOf } from './paper-size.ts';
import { reportFiles } from '../wizard/report-files.ts';
import type { Reports } from '../wizard/reports.ts';

/** The one style a report may have is the one it carries. */
const style = { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };

/** Reports with the window's dialogs and Chromium's printing. */
export function reportsOf(window: BrowserWindow): Reports {
  const html = (report: Report) => renderHtml(report, style);
  return reportFiles({
    html,
    pdf: (report) => pdfOf(html(report), pdfFooter(report), paperOf(app.getLocaleCountryCode())),
    print: (report) => print(html(report)),
    askWhere: async (suggestion) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: savingWords.title,
        defaultPath: join(app.getPath('documents'), suggestion),
        filters: [{ name: savingWords.pdf, extensions: ['pdf'] }],
      });
      return canceled ? null : filePath;
    },
  });
}
