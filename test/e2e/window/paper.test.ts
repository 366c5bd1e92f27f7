import { beforeAll, describe, expect, it } from 'vitest';
import type { PaperSize } from '../../../electron/window/paper-size.ts';
import type { Report } from '../../../shared/report/shape.ts';
import { reportHeadings, reportLabels, reportWords } from '../../../shared/text/english/report.ts';
import { expiredServer } from '../../fixtures/facts.ts';
import { started, wentWell } from '../../fixtures/rescues.ts';
import { sheetsOf, textOf } from './paper/pdf.ts';
import type { Sheet, Word } from './paper/pdf.ts';
import { printed } from './paper/printer.ts';
import {
  fortyCertificates,
  longNames,
  manyChanges,
  oneChange,
  putAside,
  redacted,
  reportAfter,
  undone,
} from './paper/reports.ts';

const plain = started(expiredServer());
const withNew = started(expiredServer(), 1, { kind: 'create', trust: 'add-to-root' });
const twelve = manyChanges(12);
const forty = manyChanges(40);

const reports: Readonly<Record<string, Report>> = {
  plain: reportAfter(...wentWell(plain)),
  'one change': reportAfter(...wentWell(oneChange())),
  'a new certificate': reportAfter(...wentWell(withNew)),
  'twelve changes': reportAfter(...wentWell(twelve.start)),
  'forty changes': reportAfter(...wentWell(forty.start)),
  'long names': reportAfter(...wentWell(longNames())),
  undone: reportAfter(...undone(withNew)),
  'put aside': reportAfter(...putAside(plain)),
  'without names': redacted(plain),
  'forty certificates': fortyCertificates(),
};
const papers: readonly PaperSize[] = ['A4', 'Letter'];
const jobs = Object.entries(reports).flatMap(([name, report]) =>
  papers.map((paper) => ({ name: `${name}, ${paper}.pdf`, paper, report })),
);

let sheets: ReadonlyMap<string, readonly Sheet[]>;
beforeAll(async () => {
  const paths = await printed(jobs);
  sheets = new Map([...paths].map(([name, path]) => [name, sheetsOf(path)]));
});

function sheetsNamed(name: string): readonly Sheet[] {
  const found = sheets.get(name);
  if (found === undefined || found.length === 0) throw new Error(`${name} was not printed`);
  return found;
}

/** Points: what the style sheet leaves free at the left and at the right. */
const margin = (12 / 25.4) * 72;

/** Points: what it leaves free below, where the foot of a sheet stands. */
const foot = (13 / 25.4) * 72;

function bodyOf({ words, height }: Sheet): readonly Word[] {
  return words.filter(({ top }) => top < height - foot);
}

function footOf(sheet: Sheet): string {
  return textOf({ ...sheet, words: sheet.words.filter(({ top }) => top >= sheet.height - foot) });
}

describe.each(jobs)('$name', ({ name, paper, report }) => {
  it('is on that paper, and every sheet says which of how many it is', () => {
    const all = sheetsNamed(name);
    for (const [index, sheet] of all.entries()) {
      expect([Math.round(sheet.width), Math.round(sheet.height)]).toEqual(
        paper === 'A4' ? [595, 842] : [612, 792],
      );
      const said = footOf(sheet);
      expect(said.startsWith(report.title.slice(0, 40)), said).toBe(true);
      expect(said.endsWith(reportWords.page(String(index + 1), String(all.length))), said).toBe(true);
    }
  });

  it('runs over no margin, and is not made smaller to fit', () => {
    const all = sheetsNamed(name);
    for (const { words, width } of all) {
      for (const { left, right, text } of words) {
        expect(left, text).toBeGreaterThan(margin - 12);
        expect(right, text).toBeLessThan(width - margin + 12);
      }
    }
    const [title, first] = [all[0]?.words[0], sheetsNamed(`plain, ${paper}.pdf`)[0]?.words[0]];
    expect(heightOf(title)).toBeCloseTo(heightOf(first), 1);
  });

  it('leaves no heading alone at the end of a sheet', () => {
    for (const { heading } of report.sections) {
      const place = sheetsNamed(name)
        .map((sheet) => ({ sheet, words: wordsOf(sheet, heading) }))
        .find(({ words }) => words !== null);
      const [word] = place?.words ?? [];
      if (place === undefined || word === undefined) throw new Error(`There is no heading ${heading}`);
      const beside = bodyOf(place.sheet).filter(
        ({ left, top }) => left > margin + 60 && Math.abs(top - word.top) < 8,
      );
      expect(beside.map(({ text }) => text).join(' '), heading).not.toBe('');
    }
  });
});

function heightOf(word: Word | undefined): number {
  return word === undefined ? 0 : word.bottom - word.top;
}

/** The words of a heading in the column of the headings; `null` where it is not on this sheet. */
function wordsOf(sheet: Sheet, heading: string): readonly Word[] | null {
  const wanted = heading.split(' ');
  const column = bodyOf(sheet).filter(({ left }) => left < margin + 75);
  const start = column.findIndex((_, index) =>
    wanted.every((text, offset) => column[index + offset]?.text === text),
  );
  return start === -1 ? null : column.slice(start, start + wanted.length);
}

describe.each(papers)('on %s', (paper) => {
  it.each([
    ['twelve changes', twelve],
    ['forty changes', forty],
  ] as const)('cuts none of %s in two, and repeats the head of their table', (name, { marked }) => {
    const all = sheetsNamed(`${name}, ${paper}.pdf`);
    for (const { endpoint, before } of marked) {
      const begun = all.find((sheet) => inMap(sheet, 'where').includes(endpoint));
      expect(begun, endpoint).toBeDefined();
      // Its last line: two halves of a thumbprint, one below the other.
      expect(inMap(begun!, 'before').split(before.slice(0, 4)), endpoint).toHaveLength(11);
      expect(hasTableHead(begun!), endpoint).toBe(true);
    }
  });
});

describe.each(jobs)('$name', ({ name }) => {
  it('keeps commands together with the sentence that says what they are for', () => {
    for (const sheet of sheetsNamed(name)) {
      const [first] = bodyOf(sheet).toSorted((one, other) => one.top - other.top || one.left - other.left);
      expect(first?.text).not.toMatch(/^(?:netsh|"appid|certutil|New-SelfSignedCertificate)/);
    }
  });
});

/** Whether the columns are named, in one line. */
function hasTableHead(sheet: Sheet): boolean {
  const [before, ...others] = [reportLabels.before, reportLabels.after, reportLabels.result].map((label) =>
    bodyOf(sheet).find(({ text }) => text === label),
  );
  return before !== undefined && others.every((word) => word?.top === before.top);
}

/** What stands in one column of the map, and nothing of what comes after the map. */
function inMap(sheet: Sheet, column: 'where' | 'before'): string {
  const [from, to] = column === 'where' ? [0, margin + 75] : [margin + 75, margin + 200];
  const end = bodyOf(sheet).find(({ text, left }) => text === lastOfMap && left < margin + 75);
  const words = bodyOf(sheet).filter(
    ({ left, top }) => left >= from && left < to && top < (end?.top ?? sheet.height),
  );
  return textOf({ ...sheet, words });
}

/** The first word of the heading that follows the map. */
const [lastOfMap = ''] = reportHeadings.notDone.split(' ');

it('keeps the plain report on one sheet of A4', () => {
  expect(sheetsNamed('plain, A4.pdf')).toHaveLength(1);
});
