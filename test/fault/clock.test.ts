import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '../../electron/journal.ts';
import { systemDisk } from '../../electron/disk.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce } from '../../shared/rescue.ts';
import { whenText } from '../../shared/text/english/finish.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock, World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const year = 365 * 86_400_000;

/** A clock that is set to another year before each look at it. */
function jumping(years: readonly number[]) {
  let looks = 0;
  return {
    ...testClock,
    now: () => new Date(testClock.now().getTime() + years[looks++ % years.length]! * year),
  };
}

describe('a clock that is moved between two events', () => {
  it.each([
    ['back, by a year each time', [0, -1, -2, -3, -4]],
    ['ahead and back again', [0, 1, 0, 20]],
    ['beyond the year 9999', [0, 9000]],
  ])('%s, loses nothing, and no time is told that cannot be', async (_how, years) => {
    const world = await World.of('no-self-signed');
    await world.begin();
    await world.undoAll();
    await world.close();
    const directory = newFolder();
    const opened = openJournal(directory, { clock: jumping(years), disk: systemDisk });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    for (const { event } of world.entries) expect(opened.journal.append(event).kind).toBe('durable');

    const read = readJournal(directory);
    expect(read).toEqual({ kind: 'read', entries: opened.journal.entries });
    const rescues = reduce(opened.journal.entries);
    expect(rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone']);
    const told = rescues.map((rescue) => reportOfRescue(rescue, directory));
    const texts = [
      ...told.map(renderText),
      ...told.map((report) => renderHtml(report, { css: '', source: "'none'" })),
      ...rescues.map(({ startedAt, lastEventAt }) => whenText(startedAt, lastEventAt, 60)),
      ...opened.journal.entries.map((entry) => progressText(entry, rescues)),
    ];
    for (const text of texts) expect(text).not.toMatch(/[-−]\d+(?:\.\d+)? (?:s|min|h)\b|NaN|Invalid/);
  });
});
