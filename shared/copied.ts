import { assertNever } from './assert-never.ts';
import { withKnownThumbprints } from './change.ts';
import { commandsFor } from './commands.ts';
import type { Copied, Refusal } from './contract.ts';
import type { Look } from './look.ts';
import { lookAfterUndo, lookWhereItStopped } from './look-here.ts';
import { valueOr } from './reading.ts';
import { reportOfLook, reportOfRescue } from './report.ts';
import { withoutNames } from './report/redacted.ts';
import type { Report } from './report/shape.ts';
import { renderText } from './report/text.ts';
import { printable } from './text/printable.ts';
import { rerunOf } from './rerun.ts';
import { planText } from './text/english/preview.ts';
import { frameOf } from './text/frame.ts';
import type { Thumbprint } from './thumbprint.ts';
import type { Known, OpenWizard, ShutWizard } from './wizard.ts';

/** Windows' own line end: what is copied here is pasted there. */
const lineEnd = '\r\n';

/** What is shown now, as a report: what was found while nothing is accepted yet, otherwise the newest rescue. */
export function reportShown({
  stage,
  rescues,
  look,
  dataFolder,
}: Pick<OpenWizard, 'stage' | 'rescues' | 'look' | 'dataFolder'>): Report {
  const rescue = rescues.at(-1);
  const planning = stage === 'diagnose' || stage === 'certificate' || stage === 'review';
  return rescue === undefined || planning
    ? reportOfLook(look.facts, look.diagnosis)
    : reportOfRescue(rescue, dataFolder);
}

/** What was done as far as it is known; what was found, where nothing was done. */
export function reportOfKnown({ rescues, look, dataFolder }: Known): Report {
  return reportShown({ stage: 'finish', rescues, look, dataFolder });
}

/** The same as text, and what stands in the way; nothing else can be copied where nothing may be done. */
export function copiedOfShut(
  what: Copied,
  { problem, known }: Pick<ShutWizard, 'problem' | 'known'>,
  refusal: Refusal | null,
): string | null {
  if (what.kind === 'details') return withLineEnds(asDetails({ problem, refusal }));
  return what.kind === 'report' && known !== null ? withLineEnds(renderText(reportOfKnown(known))) : null;
}

/**
 * The text that a copy puts on the clipboard; `null` when there is no such thing now.
 * @param refusal why a click did nothing the last time that one did nothing
 */
export function copiedText(what: Copied, open: OpenWizard, refusal: Refusal | null = null): string | null {
  const text = textOf(what, open, refusal);
  return text === null ? null : withLineEnds(text);
}

/** Pasted into a console or a mail: what commands the one, or hides in the other, is shown as a mark there too. */
function withLineEnds(text: string): string {
  return printable(text).replaceAll('\n', lineEnd);
}

function textOf(what: Copied, open: OpenWizard, refusal: Refusal | null): string | null {
  const { look, plan } = open;
  switch (what.kind) {
    case 'report':
      return renderText(reportShown(open));
    case 'report-redacted': {
      const facts = [...open.rescues.map(({ start }) => start.facts), look.facts];
      const [redacted] = withoutNames([reportShown(open)], facts) ?? [];
      return redacted === undefined ? null : renderText(redacted);
    }
    case 'plan':
      return plan === null ? null : planText(plan.plan, frameOf(look.facts, look.diagnosis.at));
    case 'setup-command': {
      const rerun = rerunOf(look.facts);
      return 'command' in rerun ? rerun.command : null;
    }
    case 'change-commands':
      return changeCommands(what.changeId, open);
    case 'look-commands':
      return lookCommands(open);
    case 'thumbprint':
      return isOfServer(what.thumbprint, look) ? what.thumbprint : null;
    case 'details':
      return details(open, refusal);
    default:
      return assertNever(what);
  }
}

/** Only what was read from the server is copied: the clipboard is pasted into a console with all rights. */
function isOfServer(thumbprint: Thumbprint, { facts }: Look): boolean {
  return valueOr(facts.certificates, []).some((one) => one.thumbprint === thumbprint);
}

function lookCommands({ rescues }: OpenWizard): string | null {
  const stopped = lookWhereItStopped(rescues);
  const lines = stopped.length > 0 ? stopped : rescues.flatMap(lookAfterUndo);
  return lines.length === 0 ? null : lines.join('\n');
}

function changeCommands(changeId: string, { stage, plan, rescues }: OpenWizard): string | null {
  const rescue = rescues.at(-1);
  const planned = plan?.plan.changes.find(({ id }) => id === changeId);
  const begun = rescue?.steps.find(({ change }) => change.id === changeId)?.change;
  const change =
    stage === 'review' || rescue === undefined || begun === undefined
      ? planned
      : withKnownThumbprints(begun, rescue.created);
  return change === undefined ? null : commandsFor(change).join('\n');
}

/** What a colleague needs who looks into a trouble: the data as it is, without sentences. */
function details({ trouble, rescues, dataFolder, look }: OpenWizard, refusal: Refusal | null): string {
  const rescue = rescues.at(-1);
  const { facts } = look;
  return asDetails({
    trouble,
    refusal,
    outcome: rescue?.outcome ?? null,
    steps:
      rescue?.steps.map(({ change, progress }) => ({ id: change.id, kind: change.kind, progress })) ?? [],
    server: valueOr(facts.server, null)?.fullyQualifiedName ?? null,
    origin: facts.origin,
    takenAt: facts.takenAt,
    verdict: look.diagnosis.verdict,
    dataFolder,
  });
}

function asDetails(details: object): string {
  return JSON.stringify(details, null, 2);
}
