import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RescueEvent } from '../../shared/events.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { escapeHtml } from '../../shared/report/escape.ts';
import { pdfFooter, renderHtml } from '../../shared/report/html.ts';
import type { Block, Mark, Report } from '../../shared/report/shape.ts';
import { reduce } from '../../shared/rescue.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, started, wentWell } from '../fixtures/rescues.ts';

const style = { css: 'body { color: #000 }', source: "'sha256-abc='" };
const start = started(expiredServer());
const [first] = start.plan.changes;
const good = htmlAfter(...wentWell(start));

function reportAfter(...events: readonly RescueEvent[]): Report {
  return reportOfRescue(reduce(journal(...events))[0]!, '/data');
}

function htmlAfter(...events: readonly RescueEvent[]): string {
  return renderHtml(reportAfter(...events), style);
}

/** A report that holds nothing but these. */
function htmlOf(...blocks: readonly Block[]): string {
  return renderHtml(
    {
      title: 'Recovery of EX01',
      systems: [],
      times: [],
      practice: null,
      outcome: { mark: 'good', word: 'Repaired', sentences: [] },
      sections: [{ heading: 'Section', blocks }],
    },
    style,
  );
}

/** What a reader sees: no markup, blanks as one. */
function shown(html: string): string {
  return html
    .replace(/<style>[^]*<\/style>/, '')
    .replaceAll('<wbr>', '')
    .replaceAll(/<\/?(?:span|b|code)\b[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The row of the map that begins so. */
function mapRow(html: string, beginning: string): string {
  const row = [...html.matchAll(/<tr[^]*?<\/tr>/g)]
    .map(([text]) => shown(text))
    .filter((text) => text.startsWith(beginning));
  expect(row).toHaveLength(1);
  return row[0]!;
}

const spaced = (digits: string) => Array.from({ length: 10 }, () => digits.repeat(4)).join(' ');

describe('escaping', () => {
  test('leaves no markup of what a server, a log or a file name says', () => {
    expect(escapeHtml(`<script>alert("1 & 2's")</script>`)).toBe(
      '&lt;script&gt;alert(&quot;1 &amp; 2&#39;s&quot;)&lt;/script&gt;',
    );
  });

  test('shows a mark for what would turn text around or cannot be seen', () => {
    expect(escapeHtml('a\u0000b\u202ec\u001bd')).toBe('a\ufffdb\ufffdc\ufffdd');
  });

  const hostile = '"><img src=x onerror=alert(1)><!--</title></style><script>';

  test.each<[string, string]>([
    ['a paragraph', htmlOf({ kind: 'paragraph', text: hostile })],
    ['a list', htmlOf({ kind: 'list', items: [hostile] })],
    ['a table', htmlOf({ kind: 'table', rows: [[hostile, hostile]] })],
    ['a quote', htmlOf({ kind: 'quote', lines: [hostile] })],
    ['commands', htmlOf({ kind: 'commands', title: hostile, lines: [hostile] })],
    [
      'the map',
      htmlOf({
        kind: 'changes',
        changes: [
          {
            id: hostile,
            title: hostile,
            place: { name: hostile, where: hostile },
            before: { name: hostile, notes: [hostile] },
            after: { name: hostile, notes: [] },
            mark: 'good',
            state: [hostile, hostile],
            history: [[hostile, hostile]],
          },
        ],
        untouched: [
          { place: { name: hostile, where: hostile }, certificate: { name: hostile, notes: [hostile] } },
        ],
      }),
    ],
    [
      'all that stands above',
      renderHtml(
        {
          title: hostile,
          systems: [[hostile, hostile]],
          times: [[hostile, hostile]],
          practice: hostile,
          outcome: { mark: 'good', word: hostile, sentences: [hostile] },
          sections: [{ heading: hostile, blocks: [] }],
        },
        style,
      ),
    ],
  ])('is done in %s', (_where, html) => {
    expect(html).not.toMatch(/<(?:img|script|!--)/);
    expect(html.match(/<\/(?:style|title)>/g)).toEqual(['</title>', '</style>']);
    expect(shown(html)).toContain(hostile);
  });

  test('is done in the foot of the PDF', () => {
    expect(pdfFooter({ ...reportAfter(...wentWell(start)), title: hostile })).not.toMatch(
      /<(?:img|script|!--)/,
    );
  });
});

describe('the document', () => {
  test('is whole: type, language, encoding, title', () => {
    expect(good).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n/);
    expect(good).toContain('<title>Recovery of EX01.contoso.local</title>');
    expect(good.match(/<h1>/g)).toHaveLength(1);
    expect(good).toMatch(/<\/html>\n$/);
  });

  test('closes every element that it opens', () => {
    const open: string[] = [];
    for (const [, end, name] of good.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (['meta', 'wbr'].includes(name!)) continue;
      if (end === '') open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  test('allows its own stylesheet by name, and nothing else', () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(good)?.[1];
    expect(policy?.replaceAll('&#39;', "'")).toBe(
      "default-src 'none'; style-src 'sha256-abc='; base-uri 'none'; form-action 'none'",
    );
    expect(good.indexOf('Content-Security-Policy')).toBeLessThan(good.indexOf('<style>'));
    expect(good).toContain('<style>body { color: #000 }</style>');
  });

  test('runs nothing, loads nothing, and carries no style that the policy would refuse', () => {
    expect(good).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|\bstyle=|\son[a-z]+=/i);
  });

  test('has nothing unsaid in it', () => {
    expect(good).not.toMatch(/undefined|\[object|null|NaN|Invalid/);
  });
});

describe('the printed page', () => {
  test('tells the outcome before all else, in a mark, a word and a sentence', () => {
    const text = shown(good.slice(good.indexOf('<body>')));
    expect(text).toMatch(
      /^Recovery of EX01\.contoso\.local Recovery begun [^✓]+ ✓ Repaired 2 changes made and verified\./,
    );
  });

  test.each<[Mark, string]>([
    ['good', '✓'],
    ['unfinished', '!'],
    ['undone', '↶'],
    ['untouched', '–'],
  ])('has a mark for %s that is not read aloud, and no colour alone', (mark, sign) => {
    const report = reportAfter(...wentWell(start));
    const html = renderHtml({ ...report, outcome: { ...report.outcome, mark } }, style);
    expect(html).toContain(`<h2><span class="mark" aria-hidden="true">${sign}</span> Repaired</h2>`);
  });

  test('maps each binding to its certificate before and after, with the verification', () => {
    expect(mapRow(good, '1. Default Web Site')).toBe(
      `1. Default Web Site 0.0.0.0:443 mail.contoso.com valid until 10 November 2026 ${spaced('A')} ` +
        `Microsoft Exchange valid until 22 December 2029 ${spaced('E')} ` +
        `✓ Done 04:03:00 Verified read back, and served in a TLS handshake (${spaced('E')})`,
    );
    expect(mapRow(good, '2. Default Web Site')).toContain('127.0.0.1:443');
  });

  test('maps the bindings that were not touched as well', () => {
    expect(mapRow(good, 'Exchange Back End')).toBe(
      `Exchange Back End 0.0.0.0:444 Microsoft Exchange valid until 22 December 2029 ${spaced('E')} – Not touched`,
    );
  });

  test('marks each change with how it stands', () => {
    const html = htmlAfter(start, backupMade, aboutTo(first!));
    expect(mapRow(html, '1. Default Web Site')).toContain('! Done not known: it was interrupted here');
    const undone = htmlAfter(
      ...wentWell(start),
      { kind: 'undo-started', rescue: 1 },
      done(first!, { direction: 'undo' }),
    );
    expect(mapRow(undone, '1. Default Web Site')).toMatch(/↶ Undone 04:\d\d:00 Done 04:03:00 Verified/);
  });

  test('says all that the text says', () => {
    const text = shown(good);
    for (const words of [
      'Microsoft Exchange Server 2019, 15.2.1258.12',
      'Windows Server 2022 Standard',
      'A certificate that IIS is bound to is not valid now',
      'line 4711',
      '[11/22/2026 01:00:00.0000] [2] [ERROR] The certificate is expired.',
      'ServiceState.xml was not there to be copied.',
      'D:\\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF',
      'Tell users',
      'undo puts the old value back, field by field',
      'lie in /data, in the folder rescue-1: applicationHost.config',
    ])
      expect(text).toContain(words);
    for (const digits of ['A', 'E'])
      expect(text).toMatch(
        new RegExp(`netsh http add sslcert ipport=127\\.0\\.0\\.1:443 certhash=${digits}{40} "appid=`),
      );
  });

  test('gives each command a line of its own, and breaks none in a word', () => {
    const html = htmlOf({
      kind: 'commands',
      title: 'By hand',
      lines: ['certutil -delstore Root AB', 'next'],
    });
    expect(html).toContain(
      '<pre><code>certutil <span class="word">-delstore</span> Root AB</code><code>next</code></pre>',
    );
  });

  test('lets a word that is wider than the paper be broken at its full stops', () => {
    const name = `Microsoft.Exchange.${'Long'.repeat(12)}.Exception`;
    const html = htmlOf({ kind: 'quote', lines: [name] });
    expect(html).toContain(`<code>Microsoft.<wbr>Exchange.<wbr>${'Long'.repeat(12)}.<wbr>Exception</code>`);
  });

  test('on a practice server says so at the top, in the title and in the foot', () => {
    const rehearsed = reportAfter(
      ...wentWell(started(expiredServer({ origin: { kind: 'practice', scenario: 'expired-certificate' } }))),
    );
    const html = renderHtml(rehearsed, style);
    expect(html).toContain('<title>Recovery of EX01.contoso.local (Practice)</title>');
    expect(shown(html)).toMatch(/Practice A rehearsal on a simulated server .* ✓ Repaired/);
    expect(pdfFooter(rehearsed)).toContain('Recovery of EX01.contoso.local (Practice)');
    expect(good + pdfFooter(reportAfter(...wentWell(start)))).not.toContain('Practice');
  });

  test('has a foot that names the server and counts the pages', () => {
    const foot = pdfFooter(reportAfter(...wentWell(start)));
    expect(foot).toContain('Recovery of EX01.contoso.local');
    expect(foot).toContain('Page <span class="pageNumber"></span> of <span class="totalPages"></span>');
  });
});

describe('the stylesheet', () => {
  const css = readFileSync(new URL('../../assets/print.css', import.meta.url), 'utf8');

  test('can stand in a document, and loads nothing', () => {
    expect(css).not.toMatch(/<\/|url\(|@import/i);
  });

  test('has a rule for each class of the page, and none for another', () => {
    const html = htmlAfter(
      ...wentWell(started(expiredServer({ origin: { kind: 'practice', scenario: 'x' } }))),
    );
    const used = new Set([...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names!.split(' ')));
    const ruled = new Set([...css.matchAll(/\.([a-z][a-z-]*)(?=[\s:,{)+>.])/g)].map(([, name]) => name!));
    expect([...ruled].filter((name) => !used.has(name))).toEqual([]);
    expect([...used].filter((name) => !ruled.has(name))).toEqual([]);
  });
});
