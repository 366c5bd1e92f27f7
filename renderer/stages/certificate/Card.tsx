import type { ReactNode } from 'react';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { StateWord } from '../../ui/StateWord.tsx';
import type { Tone } from '../../ui/StateWord.tsx';
import styles from './certificate.module.css';

/** One answer of the Certificate stage: a radio with what it is, and its content when it is the chosen one. */
export function Card(props: {
  readonly name: string;
  readonly tone: Tone;
  readonly word: string;
  readonly about: string;
  readonly state: 'chosen' | 'folded';
  readonly rank: 'recommended' | 'possible';
  readonly onChoose: () => unknown;
  readonly children: ReactNode;
}) {
  const { name, tone, word, about, state, rank, onChoose, children } = props;
  const isChosen = state === 'chosen';
  return (
    <div className={`${styles.card} ${isChosen ? styles.chosen : ''}`}>
      <label className={styles.head}>
        <input type="radio" name="certificate" checked={isChosen} onChange={() => void onChoose()} />
        <span className={styles.name}>{name}</span>{' '}
        {rank === 'recommended' && <span className={styles.tag}>{certificateWords.recommended}</span>}{' '}
        <span className={styles.about}>
          <StateWord tone={tone}>{word}</StateWord> <span>{about}</span>
        </span>
      </label>
      {isChosen && <div className={styles.content}>{children}</div>}
    </div>
  );
}
