import { logProblemText } from '../../shared/text/english/problems.ts';
import { reportLabels } from '../../shared/text/english/report.ts';
import { hidingTexts, logVerdictText } from '../../shared/text/english/verdicts.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { systemClock } from '../clock.ts';
import { readSetupLogBytes, readSetupLogDescriptor, readSetupLogFile } from '../log-reader.ts';
import type { LogRead } from '../log-reader.ts';
import { parseArguments, UsageError } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { setupLogHere } from './setup-log-here.ts';
import { isFileOnStandardInput, pipedBytes, standardInput } from './standard-input.ts';

/** `diagnose --log FILE… [--json]`: what Setup's logs say, a line each. `diagnose --facts FILE… [--json]`: a server. */
export async function diagnoseCommand(words: readonly string[], output: Output): Promise<number> {
  const options = {
    log: { type: 'string', multiple: true },
    facts: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const;
  const given = parseArguments('diagnose', words, options, 'positionals');
  if (!given.has('facts')) return diagnoseLogs(given, output);
  if (filesOf(given, ['log']).length > 0) {
    throw new UsageError('diagnose takes --log or --facts, not both.');
  }
  // Its part of the program is read only where it is needed.
  const { diagnoseFacts } = await import('./diagnose-facts.ts');
  return diagnoseFacts(filesOf(given, ['facts', null]), {
    output,
    json: given.has('json') ? 'json' : 'words',
  });
}

/** What was typed after one of these options; `null` is a word that stands alone. */
function filesOf({ words }: Arguments, options: readonly (string | null)[]): readonly string[] {
  return words.flatMap(({ option, value }) => (options.includes(option) && value !== null ? [value] : []));
}

/** Whoever names a log wants to open it at the line. */
const counted = { longestRest: Infinity };

async function diagnoseLogs(given: Arguments, output: Output): Promise<number> {
  const typed = filesOf(given, ['log', null]);
  const here = setupLogHere();
  const files = typed.length === 0 && here !== null ? [here] : typed;
  if (files.length === 0)
    throw new UsageError('diagnose needs --log FILE, one or more (- reads standard input).');
  let status: number = exit.done;
  for (const file of files) {
    const result = await (file === standardInput ? readStandardInput() : readSetupLogFile(file, counted));
    if (result.kind === 'unreadable') {
      output.complain(logProblemText(file, result.code));
      status = exit.someUnreadable;
    } else if (given.has('json')) {
      output.json(asLine(file, result.verdict));
    } else {
      sayVerdict(file, result.verdict, output);
    }
  }
  return status;
}

function sayVerdict(file: string, verdict: SetupVerdict, output: Output): void {
  output.line(`${file}: ${logVerdictText(verdict)}`);
  if (verdict.quote !== null)
    output.line(`  line ${String(verdict.quote.line)}: ${verdict.quote.text.trim()}`);
  for (const text of hidingTexts(verdict, systemClock.utcOffsetMinutes())) {
    output.line(`  ${reportLabels.hiddenBy.toLowerCase()} ${text}`);
  }
}

/** The line that other programs read. `line` and `evidence` are where the verdict rests, also when nothing failed. */
function asLine(file: string, verdict: SetupVerdict): object {
  const { failure, quote, run } = verdict;
  return {
    file,
    class: verdict.class,
    ours: verdict.ours,
    thumbprint: failure?.thumbprint ?? null,
    services: failure?.services ?? [],
    line: quote?.line ?? null,
    evidence: quote?.text ?? null,
    root:
      failure === null
        ? null
        : {
            class: failure.class,
            line: failure.quote.line,
            evidence: failure.quote.text,
            startedAt: run?.startedAt ?? null,
          },
    exception: failure?.exception ?? null,
    component: failure?.component ?? null,
    run,
    hiddenBy: verdict.hiddenBy,
    lastLineAt: verdict.lastLineAt,
  };
}

/** A redirected file is read like a file, from its end; a pipe has to be held. */
async function readStandardInput(): Promise<LogRead> {
  if (isFileOnStandardInput()) return readSetupLogDescriptor(process.stdin.fd, counted);
  const bytes = await pipedBytes();
  return bytes === null ? { kind: 'unreadable', code: 'TOO_LONG_FOR_A_PIPE' } : readSetupLogBytes(bytes);
}
