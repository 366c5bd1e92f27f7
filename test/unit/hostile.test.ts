import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { processOutput } from '../../electron/cli/output.ts';
import { formatLine, parseJournal } from '../../electron/journal-lines.ts';
import { copiedText } from '../../shared/copied.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import type { Report } from '../../shared/report/shape.ts';
import { renderText } from '../../shared/report/text.ts';
import { lookAt } from '../../shared/look.ts';
import { reduce } from '../../shared/rescue.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { printable, printableAll } from '../../shared/text/printable.ts';
import { hostileServer } from '../fixtures/hostile/server.ts';
import { forged, hiddenCharacter, hostileTexts } from '../fixtures/hostile/texts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { identity, journal, started, wentWell } from '../fixtures/rescues.ts';
import { testClock } from '../fixtures/world.ts';

const texts = Object.entries(hostileTexts);

/** It listens to the streams of the process, once. */
const output = processOutput();

function eventsOn(text: string): readonly RescueEvent[] {
  return wentWell(started(hostileServer(text)));
}

function reportsOn(text: string): readonly Report[] {
  const { facts, diagnosis } = lookAt(hostileServer(text), identity);
  const rescues = reduce(journal(...eventsOn(text)));
  return [reportOfLook(facts, diagnosis), ...rescues.map((rescue) => reportOfRescue(rescue, text))];
}

/** Lines that begin as if this program said them. */
function linesForgedIn(text: string): readonly string[] {
  return text.split(/[\n\r]/).filter((line) => line.startsWith(forged));
}

describe('a report on a server with hostile names', () => {
  test.each(texts)(
    'is a text that no terminal obeys, and no line of which it has not written: %s',
    (_what, text) => {
      for (const report of reportsOn(text)) {
        const written = renderText(report);
        expect(written).not.toMatch(hiddenCharacter);
        expect(linesForgedIn(written)).toEqual([]);
      }
    },
  );
});

describe('what leaves the window for the clipboard', () => {
  test.each(texts)('holds nothing that hides or commands a console: %s', (_what, text) => {
    const open = openWizard('review', hostileServer(text));
    const copies = [
      { kind: 'report' },
      { kind: 'plan' },
      { kind: 'setup-command' },
      { kind: 'look-commands' },
      { kind: 'details' },
      ...(open.plan?.plan.changes ?? []).map(
        ({ id }) => ({ kind: 'change-commands', changeId: id }) as const,
      ),
    ] as const;
    for (const what of copies) {
      const copied = copiedText(what, open);
      if (copied === null) continue;
      expect([what.kind, copied]).toEqual([what.kind, expect.not.stringMatching(hiddenCharacter)]);
      expect([what.kind, linesForgedIn(copied)]).toEqual([what.kind, []]);
    }
  });
});

describe('the journal of a server with hostile names', () => {
  test.each(texts)('has one line for each event, and tells the very same again: %s', (_what, text) => {
    const events = eventsOn(text);
    let previous = '';
    const lines = events.map((event, index) => {
      const entry = { sequence: index + 1, at: testClock.now().toISOString(), event };
      const { line, checksum } = formatLine(entry, previous);
      previous = checksum;
      return line;
    });
    for (const line of lines) expect(line.match(/[\n\r\0]/g)).toEqual(['\n']);
    const parsed = parseJournal(Buffer.from(lines.join('')));
    if (parsed.kind === 'damage') throw new Error(`${parsed.why} in line ${String(parsed.line)}`);
    expect(parsed.entries).toHaveLength(events.length);
    // Halves of characters are the one thing that UTF-8 cannot hold.
    if (text !== hostileTexts.halves) expect(parsed.entries.map(({ event }) => event)).toEqual(events);
  });
});

describe('the command line', () => {
  test.each(texts)('prints nothing that commands a terminal or turns text around: %s', (_what, text) => {
    const printed: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      const write = vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
      onTestFinished(() => {
        write.mockRestore();
      });
    }
    const { facts, diagnosis, planned, candidates } = lookAt(hostileServer(text), identity);
    output.line(text);
    output.complain(text);
    output.json({ text, facts });
    const frame = frameOf(facts, diagnosis.at);
    if (planned.kind === 'planned') output.line(planText(planned.plan, frame));
    output.line(candidatesText(candidates.candidates, frame));
    expect(printed.join('')).not.toMatch(hiddenCharacter);
    expect(linesForgedIn(printed.slice(3).join(''))).toEqual([]);
    expect(printed[2]?.match(/[\n\r]/g)).toEqual(['\n']);
    expect(JSON.parse(printed[2] ?? '')).toMatchObject({ text });
  });
});

describe('what is shown of any text', () => {
  test.each(texts)('has a mark where something hid: %s', (_what, text) => {
    expect(printable(text)).not.toMatch(hiddenCharacter);
    expect(printableAll({ in: [{ depth: text }] })).toEqual({ in: [{ depth: printable(text) }] });
  });

  test('is the very same value where nothing hides in it', () => {
    const value = { names: ['mail.contoso.com', 'Zürich'], none: null, by: new Map([['1', 'x']]) };
    expect(printableAll(value)).toBe(value);
  });
});
