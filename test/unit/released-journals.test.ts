import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { valueOr } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce } from '../../shared/rescue.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { undoOneText } from '../../shared/text/english/undo.ts';
import { standing } from '../../shared/undo-alone.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock as clock } from '../fixtures/world.ts';

/** By version, what a rescue by the program of that version left on the disk. Never made anew: docs/release.md. */
const kept = 'test/fixtures/journals';
const versions = readdirSync(kept).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
const journals = versions.flatMap((version) =>
  readdirSync(join(kept, version)).map((name) => join(kept, version, name)),
);
const newFolder = temporaryFolders();

/** Opened as a rescue opens it that is to go on. */
function rescuesIn(path: string): readonly Rescue[] {
  const directory = newFolder();
  copyFileSync(path, join(directory, 'journal.jsonl'));
  const opened = openJournal(directory, { clock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return reduce(opened.journal.entries);
}

const expectWords = (text: string) => {
  expect(text).not.toMatch(/undefined|\[object|NaN|Invalid/);
};

describe('the journals of each released version', () => {
  it('are kept, this version among them: node scripts/keep-journals.mjs', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(versions).toContain(version);
  });

  it.each(journals)('open, and say what each rescue came to: %s', (path) => {
    expect(rescuesIn(path).map(({ outcome, steps }) => [outcome.kind, steps.length > 0])).toEqual([
      ['undone', true],
      ['repaired', true],
    ]);
  });

  it.each(journals)('are told in a report, as text and as a page: %s', (path) => {
    for (const rescue of rescuesIn(path)) {
      const report = reportOfRescue(rescue, 'C:\\ProgramData\\CU Rescue');
      const [text, page] = [renderText(report), renderHtml(report, { css: '', source: "'none'" })];
      for (const told of [text, page]) {
        expectWords(told);
        expect(told).toContain('EX01');
        expect(told).toContain('netsh http add sslcert');
      }
      expect(text.split('\n').length).toBeGreaterThan(40);
    }
  });

  it.each(journals)('can be taken back, to what was bound before: %s', (path) => {
    const rescues = rescuesIn(path);
    const stands = standing(rescues);
    expect(new Set(stands.map(({ rescue }) => rescue.number))).toEqual(new Set([2]));
    for (const each of stands) expectWords(undoOneText(each));
    const bound = stands.flatMap(({ rescue, step: { change } }) => {
      if (change.kind !== 'record' || change.before.kind !== 'present') return [];
      const { certificate } = change.before.value;
      const record = valueOr(rescue.start.facts.records, []).find(
        ({ endpoint }) => endpoint === change.target.endpoint,
      );
      return [{ back: certificate, was: { kind: 'thumbprint', thumbprint: record?.thumbprint } }];
    });
    expect(bound.length).toBeGreaterThanOrEqual(2);
    for (const { back, was } of bound) expect(back).toEqual(was);
  });
});
