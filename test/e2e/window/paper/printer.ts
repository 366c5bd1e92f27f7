import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronForTests } from '../../../../scripts/electron/for-tests.mjs';
import type { PaperSize } from '../../../../electron/window/paper-size.ts';
import { pdfFooter, renderHtml } from '../../../../shared/report/html.ts';
import type { Report } from '../../../../shared/report/shape.ts';
import { asEnvironment, jobFile, type Job } from './job.ts';

/** A report to be printed. */
export interface Print {
  /** Of the PDF. */
  readonly name: string;
  readonly paper: PaperSize;
  readonly report: Report;
}

/** The folder of the app, inside what is built. */
const folder = 'paper-printer';

/** The PDFs are left here, to be looked at. */
const kept = join('out', 'paper');

/** Prints with the product's own printing in the real Electron; the paths of the PDFs by their names. */
export async function printed(prints: readonly Print[]): Promise<ReadonlyMap<string, string>> {
  const electron = await electronForTests();
  try {
    const sheets = electron.newFolder();
    writeFileSync(join(sheets, jobFile), JSON.stringify(prints.map(jobFor)));
    electron.handOver(sheets);
    const switches = electron.args.slice(0, -1);
    const app = join(electron.args.at(-1) ?? '', 'out', folder);
    const ran = spawnSync(electron.executablePath, [...switches, app], {
      env: { ...electron.env, ...asEnvironment(sheets) },
      encoding: 'utf8',
    });
    if (ran.status !== 0) throw new Error(`Nothing was printed (${String(ran.status)}):\n${ran.stderr}`);
    rmSync(kept, { recursive: true, force: true });
    cpSync(sheets, kept, { recursive: true });
    return new Map(prints.map(({ name }) => [name, join(kept, name)]));
  } finally {
    electron.remove();
  }
}

const css = readFileSync('assets/print.css', 'utf8');
const style = { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };

function jobFor({ name, paper, report }: Print): Job {
  return { name, paper, html: renderHtml(report, style), footer: pdfFooter(report) };
}
