import { bindingFacts, boundEndpoints } from '../bound.ts';
import type { BoundEndpoint } from '../bound.ts';
import { blocking } from '../diagnosis.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { elsewhereOf } from '../elsewhere.ts';
import type { Facts } from '../facts.ts';
import { valueOr } from '../reading.ts';
import { elsewhereTexts } from '../text/english/elsewhere.ts';
import { findingTexts } from '../text/english/findings.ts';
import { reportHeadings as headings, reportLabels as labels, reportWords } from '../text/english/report.ts';
import { hidingTexts, verdictText } from '../text/english/verdicts.ts';
import { certificateText } from '../text/frame.ts';
import type { Frame } from '../text/frame.ts';
import { formatDay, formatTime } from '../text/format.ts';
import type { Thumbprint } from '../thumbprint.ts';
import type { Block, Row, Section } from './shape.ts';

export function serverName(facts: Facts): string {
  return valueOr(facts.server, null)?.fullyQualifiedName ?? reportWords.thisServer;
}

/** What runs on the server, as far as it is known. */
export function systemRows(facts: Facts): readonly Row[] {
  const exchange = valueOr(facts.exchange, null);
  const server = valueOr(facts.server, null);
  const iis = valueOr(facts.iis, null)?.version ?? null;
  return [
    ...(exchange === null
      ? []
      : [[labels.exchange, `${exchange.product}, ${exchange.installedVersion}`] as const]),
    ...(server === null ? [] : [[labels.windows, server.operatingSystem] as const]),
    ...(iis === null ? [] : [[labels.webServer, reportWords.iis(iis)] as const]),
  ];
}

/** What to say of a practice server; `null` on a real one. */
export function practiceText({ origin }: Facts): string | null {
  return origin.kind === 'practice' ? reportWords.practiced(origin.scenario) : null;
}

/** The verdict, the faults it rests on, and what Setup wrote. */
export function wrongSection(facts: Facts, diagnosis: Diagnosis, frame: Frame): Section {
  const faults = diagnosis.findings.filter((finding) => finding.severity === 'fault');
  const items = findingTexts([...blocking(diagnosis), ...faults], frame);
  return {
    heading: headings.wrong,
    blocks: [
      { kind: 'paragraph', text: verdictText(diagnosis) },
      ...(items.length > 0 ? [{ kind: 'list', items } as const] : []),
      ...evidence(facts),
    ],
  };
}

/** Where it is not the certificate: what it is instead, where to read on, and what to search for. */
export function elsewhereSections(facts: Facts, { verdict }: Diagnosis): readonly Section[] {
  const elsewhere = elsewhereOf(facts, verdict);
  if (elsewhere === null) return [];
  const { what, readOn, search } = elsewhereTexts(elsewhere);
  return [
    {
      heading: headings.readOn,
      blocks: [
        { kind: 'paragraph', text: what },
        { kind: 'list', items: readOn },
        { kind: 'commands', title: reportWords.searchFor, lines: search },
      ],
    },
  ];
}

/** Where it stands in the log and in which run, and the line itself; empty when the log says nothing. */
export function evidence(facts: Facts): readonly Block[] {
  const setup = valueOr(facts.setup, null);
  if (setup === null || setup.quote === null) return [];
  const { run, failure } = setup;
  const time = (iso: string) => formatTime(iso, facts.utcOffsetMinutes);
  const rows: Row[] = [[labels.log, labels.line(setup.quote.line)]];
  if (run?.lastLineAt != null) rows.push([labels.lastLine, time(run.lastLineAt)]);
  if (failure !== null && failure.services.length > 0)
    rows.push([labels.services, failure.services.join(', ')]);
  if (failure?.component != null) rows.push([labels.component, failure.component]);
  if (run?.setupVersion != null) rows.push([labels.version, run.setupVersion]);
  if (run?.commandLine != null) rows.push([labels.command, run.commandLine]);
  if (run?.media != null) rows.push([labels.media, run.media]);
  for (const text of hidingTexts(setup, facts.utcOffsetMinutes)) rows.push([labels.hiddenBy, text]);
  return [
    { kind: 'table', rows },
    { kind: 'quote', lines: [setup.quote.text.trim()] },
  ];
}

/** Which certificate each binding holds: the evidence, where they are not to blame. */
export function boundSection(facts: Facts, frame: Frame): readonly Section[] {
  const items = boundIn(facts).map(({ site, endpoint, thumbprint, certificate }) => {
    const place = reportWords.place(site.name, endpoint);
    const held = certificateText(thumbprint, frame);
    return certificate === null
      ? reportWords.holds(place, held)
      : reportWords.holdsUntil(place, held, formatDay(certificate.notAfter, facts.utcOffsetMinutes));
  });
  return items.length === 0 ? [] : [{ heading: headings.bound, blocks: [{ kind: 'list', items }] }];
}

/** The bindings that a plan may cover and that have a record, each with what it holds. */
export function boundIn(facts: Facts): readonly (BoundEndpoint & { readonly thumbprint: Thumbprint })[] {
  const known = bindingFacts(facts);
  return (known === null ? [] : boundEndpoints(known)).flatMap((one) =>
    one.record === null ? [] : [{ ...one, thumbprint: one.record.thumbprint }],
  );
}

/** Warnings and notes: not repaired, worth knowing. */
export function alsoFound(heading: string, diagnosis: Diagnosis, frame: Frame): readonly Section[] {
  const rest = diagnosis.findings.filter(({ severity }) => severity === 'warning' || severity === 'note');
  const items = findingTexts(rest, frame);
  return items.length === 0 ? [] : [{ heading, blocks: [{ kind: 'list', items }] }];
}
