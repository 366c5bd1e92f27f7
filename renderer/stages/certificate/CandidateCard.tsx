import { percentOver } from '../../../shared/screens/certificate-choice.ts';
import type { Offered } from '../../../shared/screens/certificate-choice.ts';
import type { Choice } from '../../../shared/candidates.ts';
import {
  certificateWords,
  goodUntilText,
  issuerText,
  keyText,
  validityText,
} from '../../../shared/text/english/certificate.ts';
import { isSelfSigned } from '../../../shared/certificate-health.ts';
import { reasonAgainstClause, reasonForClause } from '../../../shared/text/english/faults.ts';
import { formatThumbprint, list } from '../../../shared/text/format.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import { Thumbprint } from '../../ui/Thumbprint.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { Card } from './Card.tsx';
import { Reasons } from './Reasons.tsx';
import { Validity } from './Validity.tsx';

/** A certificate of the server that may be bound. */
export function CandidateCard(props: {
  readonly offered: Offered;
  readonly frame: Frame;
  /** What choosing it means. */
  readonly choice: Choice;
  readonly state: 'chosen' | 'folded';
  readonly rank: 'recommended' | 'possible';
  readonly onChoose: (choice: Choice) => unknown;
}) {
  const { offered, frame, choice, state, rank, onChoose } = props;
  const { certificate, candidate } = offered;
  const { thumbprint } = certificate;
  const soon = candidate.reasonsAgainst.some(({ kind }) => kind === 'expires-soon');
  const { labels } = certificateWords;
  return (
    <Card
      name={frame.names.get(thumbprint) ?? formatThumbprint(thumbprint)}
      tone={soon ? 'warn' : 'good'}
      word={goodUntilText(certificate, frame)}
      about={issuerText(certificate)}
      state={state}
      rank={rank}
      onChoose={() => onChoose(choice)}
    >
      <Reasons
        speaksFor={candidate.reasonsFor
          // Its time is said above and below.
          .filter(({ kind }) => kind !== 'valid-until')
          .map((reason) => reasonForClause(reason, frame))}
        against={candidate.reasonsAgainst.map((reason) => reasonAgainstClause(reason, frame))}
      />
      <Rows
        rows={[
          [labels.subject, certificate.subject],
          [
            labels.names,
            certificate.dnsNames.length === 0 ? certificateWords.noNames : list(certificate.dnsNames),
          ],
          [labels.issuer, isSelfSigned(certificate) ? certificateWords.itself : certificate.issuer],
          [
            labels.valid,
            <Validity
              key="validity"
              percent={percentOver(certificate, frame.at)}
              tone={soon ? 'warn' : 'good'}
              text={validityText(certificate, frame)}
            />,
          ],
          [labels.key, keyText(certificate)],
          [labels.signature, certificate.signatureHash],
          [labels.thumbprint, <Thumbprint key="thumbprint" value={thumbprint} />],
        ]}
      />
    </Card>
  );
}
