import { readFileSync } from 'node:fs';
import { lookAt } from '../../shared/look.ts';
import { notFactsText } from '../../shared/text/english/command-line.ts';
import { logProblemText } from '../../shared/text/english/problems.ts';
import { errorCode } from '../disk.ts';
import { newIdentity } from '../identity.ts';
import { parseFactsFile } from './facts-file.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { showLook } from './show-look.ts';
import { isFileOnStandardInput, pipedBytes, standardInput } from './standard-input.ts';

/** What `inspect --json` printed on another machine → diagnosis, candidates and plan, as they are shown there. */
export async function diagnoseFacts(
  files: readonly string[],
  how: { readonly output: Output; readonly json: 'json' | 'words' },
): Promise<number> {
  let status: number = exit.done;
  for (const file of files) {
    const trouble = await diagnoseOne(file, how);
    if (trouble === null) continue;
    how.output.complain(trouble);
    status = exit.someUnreadable;
  }
  return status;
}

/** Why it could not be diagnosed, in a sentence; `null` when it was. */
async function diagnoseOne(file: string, how: Parameters<typeof diagnoseFacts>[1]): Promise<string | null> {
  const bytes = await bytesOf(file);
  if (typeof bytes === 'string') return logProblemText(file, bytes);
  const parsed = parseFactsFile(bytes);
  if (parsed.kind !== 'read') return notFactsText(file, parsed.kind === 'not-facts' ? parsed.where : null);
  const { facts, identity } = parsed.value;
  const known = identity ?? newIdentity(facts);
  showLook(lookAt(facts, known), known, how);
  return null;
}

/** The bytes of a file, or the code that says why not. */
async function bytesOf(file: string): Promise<Uint8Array | string> {
  try {
    if (file !== standardInput) return readFileSync(file);
    if (isFileOnStandardInput()) return readFileSync(process.stdin.fd);
  } catch (error) {
    return errorCode(error);
  }
  return (await pipedBytes()) ?? 'TOO_LONG_FOR_A_PIPE';
}
