import { blocking } from '../diagnosis.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Facts } from '../facts.ts';
import { valueOr } from '../reading.ts';
import { findingTexts } from '../text/english/findings.ts';
import { reportWords } from '../text/english/report.ts';
import { hidingTexts, verdictText } from '../text/english/verdicts.ts';
import type { Frame } from '../text/frame.ts';
import { formatTime } from '../text/format.ts';
import type { Block, Row, Section } from './shape.ts';

const { headings, labels } = reportWords;

export function serverName(facts: Facts): string {
  return valueOr(facts.server, null)?.fullyQualifiedName ?? reportWords.thisServer;
}

export function serverSection(facts: Facts, rows: readonly Row[]): Section {
  const exchange = valueOr(facts.exchange, null);
  const server = valueOr(facts.server, null);
  const known: Row[] = [[labels.server, serverName(facts)]];
  if (facts.origin.kind === 'practice')
    known.push([labels.practice, reportWords.scenario(facts.origin.scenario)]);
  if (exchange !== null) known.push([labels.exchange, `${exchange.product}, ${exchange.installedVersion}`]);
  if (server !== null) known.push([labels.windows, server.operatingSystem]);
  return { heading: headings.server, blocks: [{ kind: 'table', rows: [...known, ...rows] }] };
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

function evidence(facts: Facts): readonly Block[] {
  const setup = valueOr(facts.setup, null);
  if (setup === null || setup.quote === null) return [];
  const { run, failure } = setup;
  const time = (iso: string) => formatTime(iso, facts.utcOffsetMinutes);
  const rows: Row[] = [[labels.log, reportWords.line(setup.quote.line)]];
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

/** Warnings and notes: not repaired, worth knowing. */
export function alsoFound(diagnosis: Diagnosis, frame: Frame): readonly Section[] {
  const rest = diagnosis.findings.filter(({ severity }) => severity === 'warning' || severity === 'note');
  const items = findingTexts(rest, frame);
  return items.length === 0 ? [] : [{ heading: headings.also, blocks: [{ kind: 'list', items }] }];
}
