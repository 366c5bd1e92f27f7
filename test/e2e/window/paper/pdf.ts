import { execFileSync } from 'node:child_process';

/** A word as it stands on paper; lengths in points, from the upper left corner. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** In the order of the document. */
  readonly words: readonly Word[];
}

/** What stands where in a PDF, sheet by sheet. */
export function sheetsOf(path: string): readonly Sheet[] {
  const text = execFileSync('pdftotext', ['-bbox', path, '-'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...text.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([^]*?)<\/page>/g)].map(
    ([, width, height, words = '']) => ({
      width: Number(width),
      height: Number(height),
      words: [
        ...words.matchAll(
          /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<\/word>/g,
        ),
      ].map(([, left, top, right, bottom, content = '']) => ({
        text: unescaped(content),
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      })),
    }),
  );
}

/** The words of a sheet, one blank between two. */
export function textOf({ words }: Sheet): string {
  return words.map(({ text }) => text).join(' ');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
