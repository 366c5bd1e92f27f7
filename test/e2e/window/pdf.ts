import { execFileSync } from 'node:child_process';

/** The text of a PDF as a reader would copy it, blanks and line ends alike. */
export function textOfPdf(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
}

export function pagesOf(path: string): number {
  const { groups } =
    /^Pages:\s+(?<pages>\d+)$/m.exec(execFileSync('pdfinfo', [path], { encoding: 'utf8' })) ?? {};
  return Number(groups?.['pages']);
}
