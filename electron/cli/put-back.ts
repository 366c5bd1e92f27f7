import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import type { PutBackChoice } from '../../shared/put-back.ts';
import { backEndStays, putBackTexts } from '../../shared/text/english/put-back-texts.ts';
import { planText } from '../../shared/text/english/preview.ts';
import { warningTexts } from '../../shared/text/english/warnings-before.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { wrap } from '../../shared/text/wrap.ts';
import { parseThumbprint } from '../../shared/thumbprint.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { look } from '../conductor.ts';
import { newIdentity } from '../identity.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { atSession } from './at-session.ts';
import { dataFolder } from './data-folder.ts';
import type { Interruptible } from './interruptible.ts';
import { keepReports } from './keep-report.ts';
import type { Output } from './output.ts';
import { notPutBack, notThisOne } from './put-back-end.ts';
import { carryOut, converse } from './rescue.ts';
import { scenarioAskedFor } from './scenario.ts';
import { refuse } from './session.ts';
import type { CommandSession } from './session.ts';
import { surroundingsOfProcess } from './terminal.ts';
import type { Surroundings } from './terminal.ts';

interface Given {
  readonly output: Output;
  readonly json: 'json' | 'words';
  readonly confirmed: 'confirmed' | 'shown-only';
  /** `null`: the best of those that are there. */
  readonly certificate: Thumbprint | null;
  readonly surroundings: Surroundings;
}

/**
 * `put-back --practice NAME --data DIR [--certificate THUMBPRINT] [--yes [--json]]`: binds the real certificate in
 * place of the self-signed one. Without `--yes` it asks, where somebody is there to answer; otherwise it shows the plan.
 */
export async function putBackCommand(
  words: readonly string[],
  output: Output,
  surroundings: Surroundings = surroundingsOfProcess(),
): Promise<number> {
  const options = {
    practice: { type: 'string' },
    data: { type: 'string' },
    certificate: { type: 'string' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const args = parseArguments('put-back', words, options, 'no-positionals');
  const scenario = scenarioAskedFor(args.value('practice'));
  const data = await dataFolder(args);
  const given: Given = {
    output,
    json: args.has('json') ? 'json' : 'words',
    confirmed: args.has('yes') ? 'confirmed' : 'shown-only',
    certificate: named(args.value('certificate')),
    surroundings,
  };
  if (given.json === 'json' && given.confirmed === 'shown-only') {
    throw new UsageError('put-back --json needs --yes: there is nobody to ask. To look only: inspect.');
  }
  const { json } = given;
  const asked = { data, scenario, what: 'a put-back on the command line', output, json };
  return atSession(asked, surroundings, (session, how) => work(session, given, how));
}

function named(typed: string | null): Thumbprint | null {
  if (typed === null) return null;
  const thumbprint = parseThumbprint(typed);
  if (thumbprint !== null) return thumbprint;
  throw new UsageError(`put-back --certificate needs a thumbprint of 40 digits: "${typed}" is none.`);
}

function work(session: CommandSession, given: Given, how: Interruptible): Promise<number> {
  const { terminal } = given.surroundings;
  const { confirmed, certificate } = given;
  return confirmed === 'shown-only' && terminal !== null
    ? converse(session, given, how, terminal, { kind: 'put-back', certificate })
    : putBack(session, given, how);
}

async function putBack(session: CommandSession, given: Given, how: Interruptible): Promise<number> {
  const { conductor, server, directory } = session;
  const { unfinished } = conductor;
  if (unfinished !== null) return refuse({ kind: 'unfinished', startedAt: unfinished.startedAt }, given);
  const found = await look(server, newIdentity);
  if (found.putBack.kind !== 'offered') return notPutBack(found, given);
  const choice: PutBackChoice =
    given.certificate === null ? found.putBack.choice : { kind: 'put-back', thumbprint: given.certificate };
  const looked = lookAt(found.facts, newIdentity(found.facts), choice);
  const { planned } = looked;
  if (planned.kind !== 'planned') return notThisOne(choice.thumbprint, looked, given);
  if (given.confirmed === 'shown-only') {
    given.output.line(shownText(looked, planned.plan));
    return refuse({ kind: 'not-confirmed' }, given);
  }
  const status = await carryOut(session, looked, planned.plan, given, how);
  await keepReports(conductor.rescues, directory);
  return status;
}

/** What is so, what to know before it, the plan, and why the back end is left out. */
function shownText(look: Look, plan: Plan): string {
  const { facts, diagnosis, putBack } = look;
  const frame = frameOf(facts, diagnosis.at);
  const said = [...putBackTexts(putBack, facts, frame), ...warningTexts(look, plan, frame)];
  return [...said.map((text) => wrap(text, '', '')), planText(plan, frame), wrap(backEndStays, '', '')].join(
    '\n\n',
  );
}
