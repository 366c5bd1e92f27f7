import type { Candidate } from '../../candidates.ts';
import type { Plan } from '../../plan-shape.ts';
import { wrap } from '../wrap.ts';
import { count } from '../format.ts';
import { beforeAndAfter, changeTitle, undoText } from './changes.ts';
import { whyText } from './why.ts';
import { reasonAgainstClause, reasonForClause } from './faults.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { printableLine } from '../printable.ts';

/** A plan as it is shown before it is accepted: each change with before, after, why, command and undo. */
export function planText(plan: Plan, frame: Frame): string {
  if (plan.changes.length === 0) return 'Nothing is planned.';
  const blocks = plan.changes.map((change) => {
    const { before, after } = beforeAndAfter(change, frame);
    return [
      `${change.id}. ${printableLine(changeTitle(change))}`,
      `     before  ${printableLine(before)}`,
      `     after   ${printableLine(after)}`,
      ...change.why.map((why) => wrap(whyText(why, frame), '     why     ', '             ')),
      `     undo    ${undoText(change)}`,
      ...change.commands.map((command) => `     by hand ${command}`),
    ].join('\n');
  });
  return [`The plan: ${count(plan.changes.length, 'change')}`, ...blocks].join('\n\n');
}

/** The certificates of the server, best first, each with what speaks for and against binding it. */
export function candidatesText(candidates: readonly Candidate[], frame: Frame): string {
  const blocks = candidates.map((candidate) => {
    const head = candidate.suitability === 'suitable' ? 'May be bound' : 'Not suitable';
    return [
      `${head}: ${certificateText(candidate.thumbprint, frame)}`,
      ...candidate.reasonsFor.map((reason) => wrap(reasonForClause(reason, frame), '     + ', '       ')),
      ...candidate.reasonsAgainst.map((reason) =>
        wrap(reasonAgainstClause(reason, frame), '     - ', '       '),
      ),
    ].join('\n');
  });
  return ['The certificates, best first', ...blocks].join('\n\n');
}
