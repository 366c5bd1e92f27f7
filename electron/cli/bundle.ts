import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
// Its build for browsers: the one for Node starts worker threads, which this program has no use for.
import { strToU8, zipSync } from 'fflate/browser';
import packageFile from '../../package.json' with { type: 'json' };
import { bundleOf } from '../../shared/bundle.ts';
import type { BundleNames, BundleParts } from '../../shared/bundle.ts';
import type { Facts } from '../../shared/facts.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import { redactor } from '../../shared/redact.ts';
import { reportOfLook } from '../../shared/report.ts';
import { reduce } from '../../shared/rescue.ts';
import { domainsOfUsers, tellingNames } from '../../shared/telling-names.ts';
import { bundleList, bundleWords } from '../../shared/text/english/bundle.ts';
import { codeClause } from '../../shared/text/english/codes.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import { systemClock } from '../clock.ts';
import { errorCode } from '../disk.ts';
import { newIdentity } from '../identity.ts';
import { journalPath, readJournal, wholeEntries } from '../journal.ts';
import { readLogExcerpt } from '../log-excerpt.ts';
import type { LineRange } from '../log-excerpt.ts';
import { writeNew } from '../whole-file.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit, jsonLine } from './output.ts';
import type { Output } from './output.ts';
import { openToLook, reportsText } from './session.ts';
import { inspectionJson } from './show-look.ts';

/** `bundle --data DIR --out FILE [--redact] [--yes]`: what a colleague needs who was not there, as one zip. */
export async function bundleCommand(words: readonly string[], output: Output): Promise<number> {
  const options = {
    data: { type: 'string' },
    out: { type: 'string' },
    redact: { type: 'boolean' },
    yes: { type: 'boolean' },
  } as const;
  const given = parseArguments('bundle', words, options, 'no-positionals');
  const data = resolve(await dataFolder(given));
  const path = resolve(given.required('out', 'FILE, the zip to be written'));
  const { parts, facts } = await gather(data, output);
  const { files, leftOut } = bundleOf(
    parts,
    given.has('redact') ? replacing(facts, parts.setupLog ?? '') : { kind: 'as-they-are' },
  );
  output.line(bundleList(files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) }))));
  if (leftOut.length > 0) output.complain(bundleWords.namesUnknown(leftOut));
  if (!given.has('yes')) {
    output.complain(bundleWords.shown(path));
    return exit.stopped;
  }
  const zip = zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
  try {
    writeNew(path, zip);
  } catch (error) {
    const code = errorCode(error);
    output.complain(
      code === 'EEXIST' ? bundleWords.exists(path) : bundleWords.notWritten(path, codeClause(code)),
    );
    return exit.stopped;
  }
  output.line(bundleWords.written(path, zip.length));
  return exit.done;
}

/** The parts, and all that is known of the server: the facts of now, and those that each rescue began with. */
async function gather(
  data: string,
  output: Output,
): Promise<{ readonly parts: BundleParts; readonly facts: readonly Facts[] }> {
  const rescues = reduce(wholeEntries(readJournal(data)));
  const looked = await lookInto(data, output);
  const look = looked.kind === 'looked' ? looked.look : null;
  const before = rescues.map(({ start }) => start.facts);
  const latest = look?.facts ?? before.at(-1) ?? null;
  const now = look === null ? [] : [reportOfLook(look.facts, look.diagnosis)];
  const parts: BundleParts = {
    versions: {
      program: packageFile.version,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      writtenAt: systemClock.now().toISOString(),
    },
    inspection:
      looked.kind === 'looked'
        ? { kind: 'json', text: jsonLine(inspectionJson(looked.look, looked.identity)) }
        : { kind: 'sentence', text: `${looked.because}\n` },
    journal: journalText(data),
    report: `${reportsText(rescues, data, ...now)}\n`,
    setupLog: latest === null ? null : setupLogLines(latest),
  };
  return { parts, facts: look === null ? before : [...before, look.facts] };
}

type Looked =
  | { readonly kind: 'looked'; readonly look: Look; readonly identity: NewIdentity }
  | { readonly kind: 'not'; readonly because: string };

async function lookInto(data: string, output: Output): Promise<Looked> {
  const opened = await openToLook(data, null, output);
  if (opened.kind === 'problem') {
    return { kind: 'not', because: startProblemText(opened.problem, systemClock.utcOffsetMinutes()) };
  }
  try {
    const facts = await opened.value.inspect();
    // The plan is made for it, and whoever reads both elsewhere makes the same plan again.
    const identity = newIdentity(facts);
    return { kind: 'looked', look: lookAt(facts, identity), identity };
  } finally {
    await opened.value.close();
  }
}

/** Also one that is damaged: it is what a colleague wants to see. */
function journalText(data: string): string | null {
  try {
    return readFileSync(journalPath(data), 'utf8');
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' ? null : `${codeClause(code)}\n`;
  }
}

const lastLines = 2000;
const around = 200;

function setupLogLines({ filesToKeep, setup }: Facts): string | null {
  const file =
    filesToKeep.kind === 'read'
      ? filesToKeep.value.find(({ name }) => name === 'ExchangeSetup.log')
      : undefined;
  if (file === undefined) return null;
  const verdict = setup.kind === 'read' ? setup.value : null;
  const decisive = [verdict?.quote?.line, verdict?.failure?.quote.line, verdict?.run?.line];
  const excerpt = readLogExcerpt(file.path, (lines): readonly LineRange[] => [
    { from: lines - lastLines, to: lines },
    ...decisive.flatMap((line) =>
      line === undefined || line === null ? [] : [linesAround(line > 0 ? line : lines + line)],
    ),
  ]);
  if (excerpt.kind === 'unknown') return `${codeClause(excerpt.because.code)}\n`;
  return excerpt.value.map(({ line, text }) => `${line}: ${text}\n`).join('');
}

function linesAround(line: number): LineRange {
  return { from: line - around, to: line + around };
}

/** The journal tells of the names too: the server need not be there any more, or may have had another one. */
function replacing(facts: readonly Facts[], setupLog: string): BundleNames {
  const names = tellingNames(facts);
  if (names === null) return { kind: 'unknown' };
  const organisations = [...names.organisations, ...domainsOfUsers(setupLog)];
  return { kind: 'replaced', redact: redactor({ ...names, organisations }) };
}
