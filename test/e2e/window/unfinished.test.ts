import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../shared/plain.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();

async function bindings(window: WindowApp) {
  const { facts } = (await window.open()).look;
  return plain({ records: facts.records, certificates: facts.certificates });
}

/**
 * A rescue that was cut off right after its last change was made, and before that could be written down: the journal
 * of a whole rescue up to there, and the server as it is then.
 */
async function cutOff() {
  const data = bench.newFolder();
  const first = await bench.start(data, '--practice', 'expired-certificate');
  const before = await bindings(first);
  await rebind(first, deedText({ kind: 'replace', bindings: 2 }));
  await first.reportSaved();
  const after = await bindings(first);
  await bench.close(first);
  const path = join(data, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const cut = lines.findLastIndex((line) => line.includes('"change-about-to"'));
  writeFileSync(path, `${lines.slice(0, cut + 1).join('\n')}\n`);
  return { window: await bench.start(data), before, after };
}

describe('a rescue that was cut off', () => {
  it('is the first screen, and continues to its end', async () => {
    const { window, after } = await cutOff();
    expect(await window.title()).toBe('A rescue is unfinished');
    await window.press(/^Continue/);
    await window.reportSaved();
    expect((await window.open()).rescues[0]?.outcome.kind).toBe('repaired');
    expect(await bindings(window)).toEqual(after);
  });

  it('is undone from there, after a question whose safe answer has the focus', async () => {
    const { window, before } = await cutOff();
    await window.press('Undo every change');
    const dialog = window.page.getByRole('dialog');
    expect(await dialog.locator(':focus').textContent()).toBe('Cancel');
    await dialog.getByRole('button', { name: 'Undo every change' }).click();
    await window.reportSaved();
    expect((await window.open()).rescues[0]?.outcome.kind).toBe('undone');
    expect(await bindings(window)).toEqual(before);
  });

  it('is left for a new look at the server', async () => {
    const { window, after } = await cutOff();
    await window.press(/^Start over/);
    const dialog = window.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Start over/ }).click();
    await window.arrived('diagnose');
    const { rescues } = await window.open();
    expect(rescues.map(({ outcome }) => outcome.kind)).toEqual(['left']);
    // The change that was cut off had been made, and is known to be: nothing stays in doubt.
    expect(rescues[0]?.steps.map(({ progress }) => progress.kind)).toEqual(['done', 'done']);
    expect(await bindings(window)).toEqual(after);
  });
});
