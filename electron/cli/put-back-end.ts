import type { Look } from '../../shared/look.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reasonAgainstClause } from '../../shared/text/english/faults.ts';
import { consoleWords } from '../../shared/text/english/console.ts';
import { putBackTexts } from '../../shared/text/english/put-back-texts.ts';
import { verdictText } from '../../shared/text/english/verdicts.ts';
import { stillWrong } from '../../shared/still-wrong.ts';
import { certificateText, frameOf } from '../../shared/text/frame.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { exit } from './output.ts';
import type { Telling } from './rescue-end.ts';

/** Nothing can be put back: says why, and gives the exit status. */
export function notPutBack(look: Look, { output, json }: Telling): number {
  const { facts, diagnosis, putBack } = look;
  if (putBack.kind === 'not-called-for' && stillWrong(diagnosis) === null) {
    if (json === 'json') output.json({ outcome: 'nothing-to-do' });
    else output.line(consoleWords.nothingToPutBack);
    return exit.done;
  }
  if (json === 'json') output.json({ outcome: 'stopped', because: putBack, verdict: diagnosis.verdict });
  else output.line(renderText(reportOfLook(facts, diagnosis)));
  const why = putBackTexts(putBack, facts, frameOf(facts, diagnosis.at));
  // Where it is no certificate that is missing, what is wrong or unread comes first.
  const comesFirst = putBack.kind === 'not-offered' && putBack.because.kind !== 'not-well';
  output.complain((comesFirst ? why : [verdictText(diagnosis), ...why]).join('\n'));
  return exit.stopped;
}

/** The certificate that was named cannot be put back: says why, and gives the exit status. */
export function notThisOne(thumbprint: Thumbprint, look: Look, { output, json }: Telling): number {
  const { facts, diagnosis, putBack } = look;
  const judged = putBack.kind === 'offered' ? putBack.candidates.candidates : [];
  const candidate = judged.find((one) => one.thumbprint === thumbprint) ?? null;
  const frame = frameOf(facts, diagnosis.at);
  const name = certificateText(thumbprint, frame);
  if (json === 'json') {
    const because = {
      kind: 'not-to-be-put-back',
      thumbprint,
      reasonsAgainst: candidate?.reasonsAgainst ?? [],
    };
    output.json({ outcome: 'stopped', because });
  }
  output.complain(
    candidate === null
      ? consoleWords.notInStore(name)
      : consoleWords.notSuitable(
          name,
          candidate.reasonsAgainst.map((reason) => reasonAgainstClause(reason, frame)),
        ),
  );
  return exit.stopped;
}
