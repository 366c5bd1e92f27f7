import { fstatSync } from 'node:fs';
import { logProblemText } from '../../shared/text/english/problems.ts';
import { reportWords } from '../../shared/text/english/report.ts';
import { hidingTexts, logVerdictText } from '../../shared/text/english/verdicts.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { systemClock } from '../clock.ts';
import { readSetupLogBytes, readSetupLogDescriptor, readSetupLogFile } from '../log-reader.ts';
import type { LogRead } from '../log-reader.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';

const standardInput = '-';
/** What a pipe brings is kept in memory, so it has an end; a file has none. */
const mostFromPipe = 256 * 1024 * 1024;

/** `diagnose --log FILE… [--json]`: what Setup's logs say, one line a file. */
export async function diagnoseCommand(words: readonly string[], output: Output): Promise<number> {
  const options = { log: { type: 'string', multiple: true }, json: { type: 'boolean' } } as const;
  const given = parseArguments('diagnose', words, options, 'positionals');
  const files = given.words.flatMap(({ option, value }) =>
    (option === 'log' || option === null) && value !== null ? [value] : [],
  );
  if (files.length === 0)
    throw new UsageError('diagnose needs --log FILE, one or more (- reads standard input).');
  let status: number = exit.done;
  for (const file of files) {
    const result = await (file === standardInput ? readStandardInput() : readSetupLogFile(file));
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
    output.line(`  ${reportWords.labels.hiddenBy.toLowerCase()} ${text}`);
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

/**
 * A redirected file is read like a file, from its end; a pipe has to be held. A folder as well: as a stream it would
 * be an empty log, and an empty log has no failure.
 */
async function readStandardInput(): Promise<LogRead> {
  const input = fstatSync(process.stdin.fd);
  if (input.isFile() || input.isDirectory()) return readSetupLogDescriptor(process.stdin.fd);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostFromPipe) return { kind: 'unreadable', code: 'TOO_LONG_FOR_A_PIPE' };
    chunks.push(chunk);
  }
  return readSetupLogBytes(Buffer.concat(chunks));
}
