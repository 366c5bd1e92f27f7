import type { Choice } from '../../../shared/candidates.ts';
import type { OfferedRepair } from '../../../shared/key-repair.ts';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { accessText } from '../../../shared/text/english/key-access.ts';
import {
  keyRepairTitle,
  keyRepairWords,
  repairReasonAgainstClause,
  repairReasonForClause,
} from '../../../shared/text/english/key-repair.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import { Rows } from '../../ui/Rows.tsx';
import { Thumbprint } from '../../ui/Thumbprint.tsx';
import { Card } from './Card.tsx';
import { Reasons } from './Reasons.tsx';

/** The answer that keeps the bound certificate and changes who may use its key. */
export function KeyRepairCard(props: {
  readonly repair: OfferedRepair;
  readonly frame: Frame;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => unknown;
}) {
  const { repair, frame, choice, onChoose } = props;
  const { thumbprint } = repair;
  const { state, about, prefer, labels } = keyRepairWords;
  return (
    <Card
      name={keyRepairTitle(thumbprint, frame)}
      tone="warn"
      word={state}
      about={about}
      state={choice.kind === 'repair-key' ? 'chosen' : 'folded'}
      rank="possible"
      onChoose={() => onChoose({ kind: 'repair-key', thumbprint })}
    >
      <p>{prefer.repair}</p>
      <p>{prefer.bind}</p>
      <Reasons
        speaksFor={repair.reasonsFor.map(repairReasonForClause)}
        against={repair.reasonsAgainst.map((reason) => repairReasonAgainstClause(reason, frame))}
      />
      <Rows
        rows={[
          [labels.before, accessText(repair.before)],
          [labels.after, accessText(repair.after)],
          [labels.file, repair.path],
          [certificateWords.labels.thumbprint, <Thumbprint key="thumbprint" value={thumbprint} />],
        ]}
      />
    </Card>
  );
}
