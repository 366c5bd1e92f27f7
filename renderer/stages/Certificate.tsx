import { chosen, offered, whyNotToBeChosen } from '../../shared/screens/certificate-choice.ts';
import type { Offered } from '../../shared/screens/certificate-choice.ts';
import type { Choice } from '../../shared/candidates.ts';
import {
  certificateLead,
  certificateTitle,
  certificateWords,
  notSuitableClauses,
  notToBeChosenText,
} from '../../shared/text/english/certificate.ts';
import { formatThumbprint } from '../../shared/text/format.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { Frame } from '../../shared/text/frame.ts';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Help } from '../ui/Help.tsx';
import { Notice } from '../ui/Notice.tsx';
import { StageFrame } from '../ui/StageFrame.tsx';
import { useCommands, useOpenWizard } from '../wizard.tsx';
import { CandidateCard } from './certificate/CandidateCard.tsx';
import { KeyRepairCard } from './certificate/KeyRepairCard.tsx';
import { NewCertificateCard } from './certificate/NewCertificateCard.tsx';
import styles from './certificate/certificate.module.css';

/** Which certificate is bound: the safe answer is chosen already, and each says what speaks for and against it. */
export function CertificateStage() {
  const open = useOpenWizard();
  const commands = useCommands();
  const { look, plan } = open;
  const frame = frameOf(look.facts, look.diagnosis.at);
  const choice = chosen(open);
  const { keyRepair } = look;
  const { preselected } = look.candidates;
  const all = offered(look);
  const suitable = all.filter(({ candidate }) => candidate.suitability === 'suitable');
  const unsuitable = all.filter(({ candidate }) => candidate.suitability === 'unsuitable');
  const why = whyNotToBeChosen(look);
  const choose = (choice: Choice) => commands.choose({ choice });
  const newOne = (
    <NewCertificateCard
      key="create"
      frame={frame}
      choice={choice}
      rank={preselected.kind === 'create' ? 'recommended' : 'possible'}
      onChoose={choose}
    />
  );

  const isPutBack = preselected.kind === 'put-back';
  const there = suitable.map((one) => (
    <CandidateCard
      key={one.certificate.thumbprint}
      offered={one}
      frame={frame}
      choice={{ kind: isPutBack ? 'put-back' : 'use', thumbprint: one.certificate.thumbprint }}
      state={isThis(choice, one) ? 'chosen' : 'folded'}
      rank={isThis(preselected, one) ? 'recommended' : 'possible'}
      onChoose={choose}
    />
  ));
  const [first, ...others] =
    preselected.kind === 'create' ? [newOne, ...there] : isPutBack ? there : [...there, newOne];

  return (
    <StageFrame
      stage="certificate"
      title={certificateTitle(look)}
      lead={certificateLead(look)}
      bar={{
        quiet: [{ label: certificateWords.back, run: () => commands.goTo({ stage: 'diagnose' }) }],
        primary: {
          label: certificateWords.review,
          run: () => commands.goTo({ stage: 'review' }),
          unavailable: plan === null ? certificateWords.nothingPlanned : undefined,
        },
      }}
    >
      {why !== null && (
        <Notice tone="bad" title={certificateWords.notToBeChosen} announced="at-once">
          <p>{notToBeChosenText(why, frame)}</p>
        </Notice>
      )}
      <fieldset className={styles.cards}>
        <legend className="unseen">{certificateWords.legend}</legend>
        {first}
        {keyRepair.kind === 'offered' && !isPutBack && (
          <KeyRepairCard repair={keyRepair} frame={frame} choice={choice} onChoose={choose} />
        )}
        {others}
      </fieldset>
      <Help terms={['thumbprint', 'private-key']} />
      {unsuitable.length > 0 && (
        <Disclosure summary={certificateWords.notSuitable(unsuitable.length)} initially="folded">
          <ul className={styles.unsuitable}>
            {unsuitable.map((one) => (
              <Unsuitable
                key={one.certificate.thumbprint}
                offered={one}
                why={notSuitableClauses(one.candidate, look, frame)}
                frame={frame}
              />
            ))}
          </ul>
        </Disclosure>
      )}
    </StageFrame>
  );
}

function isThis(choice: Choice, { certificate }: Offered): boolean {
  return (
    choice.kind !== 'create' && choice.kind !== 'repair-key' && choice.thumbprint === certificate.thumbprint
  );
}

function Unsuitable(props: {
  readonly offered: Offered;
  readonly why: readonly string[];
  readonly frame: Frame;
}) {
  const { offered, why, frame } = props;
  const { thumbprint } = offered.certificate;
  return (
    <li>
      <strong>{frame.names.get(thumbprint) ?? formatThumbprint(thumbprint)}</strong>
      <code>{formatThumbprint(thumbprint)}</code>
      <ul>
        {why.map((text) => (
          <li key={text}>
            <span aria-hidden="true">✕</span>
            {text}
          </li>
        ))}
      </ul>
    </li>
  );
}
