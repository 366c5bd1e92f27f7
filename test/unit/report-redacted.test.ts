import { describe, expect, test } from 'vitest';
import { reportCommand } from '../../electron/cli/report.ts';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { argumentSchemas } from '../../shared/contract-schemas.ts';
import { copiedText } from '../../shared/copied.ts';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { withoutNames } from '../../shared/report/redacted.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce } from '../../shared/rescue.ts';
import { FakeConsole } from '../fixtures/console.ts';
import { exchangeCertificate, expiredMail, expiredServer } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { journal, started, wentWell } from '../fixtures/rescues.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const telling = /contoso|ex01/i;

function reportOn(facts: Facts) {
  return reportOfRescue(reduce(journal(...wentWell(started(facts))))[0]!, 'C:\\Users\\jane\\data');
}

describe('a report with names redacted', () => {
  const facts = expiredServer();
  const [report] = withoutNames([reportOn(facts)], [facts]) ?? [];

  test('names nobody, as text and as a page', () => {
    expect(renderText(reportOn(facts))).toMatch(telling);
    const text = renderText(report!);
    expect(text).not.toMatch(telling);
    expect(text).not.toContain('jane');
    expect(renderHtml(report!, { css: '', source: "'none'" })).not.toMatch(telling);
  });

  test('says everything else as before', () => {
    const text = renderText(report!).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Recovery of server.domain-1.example');
    for (const said of [
      'Default Web Site',
      '0.0.0.0:443',
      'expired 12 days ago',
      'A'.repeat(40),
      'netsh http',
    ]) {
      expect(text).toContain(said);
    }
    expect(report!.sections.map(({ heading }) => heading)).toEqual(
      reportOn(facts).sections.map(({ heading }) => heading),
    );
  });

  test('finds a name that lies across the end of a line', () => {
    const organisation = `Contoso ${'Hospitals and '.repeat(8)}Laboratories`;
    const named = { subject: `CN=mail.contoso.com, O=${organisation}`, friendlyName: organisation };
    const spread = expiredServer({ certificates: [expiredMail(named), exchangeCertificate()] });
    expect(
      renderText(reportOn(spread))
        .split('\n')
        .some((line) => line.includes(organisation)),
    ).toBe(false);
    const [redacted] = withoutNames([reportOn(spread)], [spread]) ?? [];
    expect(renderText(redacted!)).not.toMatch(/Laboratories|Hospitals/);
    expect(renderText(redacted!)).toContain('ORGANISATION-1');
  });

  test('is none where nothing tells what the names are', () => {
    const nameless = { ...facts, server: unknown('5', 'GetComputerNameExW') } as Facts;
    expect(withoutNames([reportOn(facts)], [nameless])).toBeNull();
  });
});

describe('the copy of it', () => {
  const what = { kind: 'report-redacted' } as const;

  test('is the report that is shown, with the ends of lines that Windows wants', () => {
    const rescues = reduce(journal(...wentWell(started(expiredServer()))));
    const text = copiedText(what, openWizard('finish', expiredServer(), { rescues })) ?? '';
    expect(text).toContain('Recovery of server.domain-1.example\r\n');
    expect(text).not.toMatch(telling);
  });

  test('is something that the window may ask for', () => {
    expect(argumentSchemas.copy.safeParse({ what }).success).toBe(true);
  });
});

describe('report --redact', () => {
  /** A data folder in which this rescue lies. */
  function folderOf(facts: Facts): string {
    const directory = newFolder();
    const opened = openJournal(directory, { clock: testClock, disk: systemDisk });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    for (const event of wentWell(started(facts))) opened.journal.append(event);
    return directory;
  }

  async function printed(facts: Facts, ...options: readonly string[]) {
    const console = new FakeConsole();
    const status = await reportCommand(['--data', folderOf(facts), ...options], console.output);
    return { status, text: console.text };
  }

  test('prints the report without the names, and without it with them', async () => {
    const plain = await printed(expiredServer());
    expect(plain.status).toBe(0);
    expect(plain.text).toContain('Recovery of EX01.contoso.local');
    const redacted = await printed(expiredServer(), '--redact');
    expect(redacted.status).toBe(0);
    expect(redacted.text).toContain('Recovery of server.domain-1.example');
    expect(redacted.text).not.toMatch(telling);
  });
});
