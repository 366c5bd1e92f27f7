import { numberLines } from './setup-log/number-lines.ts';
import { SetupLogScan } from './setup-log/scan.ts';
import type { SetupVerdict } from './setup-log/verdict.ts';

export { isOurs } from './setup-log/resolve.ts';
export { numberLines, SetupLogScan };
export { failureClasses, type FailureClass, type SetupVerdict } from './setup-log/verdict.ts';

/** What an ExchangeSetup.log says, or what a console or a window of Setup showed. Any other text says nothing. */
export function readSetupLog(text: string): SetupVerdict {
  const scan = new SetupLogScan();
  let fromEnd = 0;
  for (let end = text.length; end >= 0 && scan.state === 'more'; fromEnd += 1) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    for (const piece of piecesOf(text.slice(start, end))) scan.take({ text: piece, fromEnd });
    end = start - 1;
  }
  return numberLines(scan.verdict(), countLineEnds(text));
}

/** The text of a line from its end to its start: the NULs that a power cut leaves in a file part it, and are no text. */
function piecesOf(line: string): readonly string[] {
  return line
    .split(/\0+/)
    .map((piece) => piece.replace(/^\ufeff/, '').replace(/\r$/, ''))
    .reverse();
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
