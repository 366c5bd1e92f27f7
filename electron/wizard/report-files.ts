import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../shared/reading.ts';
import type { Because, Reading } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import type { Report } from '../../shared/report/shape.ts';
import { renderText } from '../../shared/report/text.ts';
import type { SavedReport } from '../../shared/wizard.ts';
import { backupFolder } from '../backup.ts';
import type { Applied } from '../server/server.ts';
import type { Reports } from './reports.ts';
import { replaceInFolder, replaceWhole } from '../whole-file.ts';

export interface ReportNeeds {
  readonly html: (report: Report) => string;
  readonly pdf: (report: Report) => Promise<Reading<Uint8Array>>;
  /** Asks where to save a PDF; `null` when the answer was nowhere. */
  readonly askWhere: (suggestion: string) => Promise<string | null>;
  /** `null` when the answer to which printer was none. */
  readonly print: (report: Report) => Promise<Reading<'printed' | null>>;
}

export function reportFiles({ html, pdf, askWhere, print }: ReportNeeds): Reports {
  const writePdf = async (path: string, report: Report, write: Write): Promise<Because | null> => {
    const made = await pdf(report);
    return made.kind === 'read' ? failureOf(await write(path, made.value)) : made.because;
  };
  return {
    savedOf({ number, lastEventAt }, directory) {
      const saved = filesOf(number, directory);
      const areThere = existsSync(saved.html) && existsSync(saved.text);
      // The PDF is written last.
      return areThere && writtenAt(saved.pdf) >= Date.parse(lastEventAt) ? saved : null;
    },

    async save(rescue, directory) {
      const report = reportOfRescue(rescue, directory);
      const files = filesOf(rescue.number, directory);
      const failed =
        failureOf(await replaceInFolder(files.text, renderText(report))) ??
        failureOf(await replaceInFolder(files.html, html(report))) ??
        // Last, since the other two need no printing engine.
        (await writePdf(files.pdf, report, replaceInFolder));
      return failed === null ? read(files) : { kind: 'unknown', because: failed };
    },

    async saveAs(report) {
      const path = await askWhere(`${report.title.replaceAll(/[^\p{L}\p{N}.-]+/gu, ' ').trim()}.pdf`);
      if (path === null) return read(null);
      // Wherever somebody wants it, behind a link too: the folder is theirs to choose.
      const failed = await writePdf(path, report, replaceWhole);
      return failed === null ? read(path) : { kind: 'unknown', because: failed };
    },

    print,
  };
}

/** Beside the rescue's copies. */
function filesOf(rescue: number, directory: string): SavedReport {
  const base = join(directory, backupFolder(rescue), 'report');
  return { html: `${base}.html`, pdf: `${base}.pdf`, text: `${base}.txt` };
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

type Write = typeof replaceWhole;

/** `null` when it is written, otherwise why not. */
function failureOf(written: Applied): Because | null {
  return written.kind === 'applied' ? null : written.because;
}
