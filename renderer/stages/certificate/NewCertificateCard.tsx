import { newCertificate } from '../../../shared/screens/certificate-choice.ts';
import type { Choice } from '../../../shared/candidates.ts';
import { valueOr } from '../../../shared/reading.ts';
import { certificateWords, newNamesText, validityText } from '../../../shared/text/english/certificate.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import { Rows } from '../../ui/Rows.tsx';
import { useOpenWizard } from '../../wizard.tsx';
import { Card } from './Card.tsx';
import { Reasons } from './Reasons.tsx';
import { Trust } from './Trust.tsx';

/** The answer that makes a new certificate, with exactly what it would be. */
export function NewCertificateCard(props: {
  readonly frame: Frame;
  readonly choice: Choice;
  readonly rank: 'recommended' | 'possible';
  readonly onChoose: (choice: Choice) => unknown;
}) {
  const { frame, choice, rank, onChoose } = props;
  const { plan, look } = useOpenWizard();
  const value = newCertificate({ plan });
  const server = valueOr(look.facts.server, null);
  const { create, labels, itself } = certificateWords;
  const why = plan?.plan.changes.find(({ kind }) => kind === 'certificate')?.why ?? [];
  const notNeeded = why.some(({ kind }) => kind === 'new-one-chosen');
  return (
    <Card
      name={create.title}
      tone="good"
      word={create.state}
      about={server === null ? create.closed : create.closedFor(server)}
      state={choice.kind === 'create' ? 'chosen' : 'folded'}
      rank={rank}
      onChoose={() => onChoose({ kind: 'create', trust: 'add-to-root' })}
    >
      <Reasons
        speaksFor={[create.likeSetup, create.keyStays]}
        against={notNeeded ? [create.warned, create.notNeeded] : [create.warned]}
      />
      {value !== null && (
        <Rows
          rows={[
            [labels.friendlyName, value.friendlyName],
            [labels.subject, `CN=${value.netbiosName}`],
            [labels.names, newNamesText(value)],
            [labels.issuer, itself],
            [labels.valid, validityText(value, frame)],
            [labels.key, create.key],
            [labels.signature, create.signature],
            [labels.thumbprint, create.thumbprint],
          ]}
        />
      )}
      {choice.kind === 'create' && <Trust trust={choice.trust} onChoose={onChoose} />}
    </Card>
  );
}
