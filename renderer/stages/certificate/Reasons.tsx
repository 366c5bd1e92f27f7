import { certificateWords } from '../../../shared/text/english/certificate.ts';
import styles from './certificate.module.css';

/** What speaks for a certificate, and what to know of it. */
export function Reasons(props: {
  readonly speaksFor: readonly string[];
  readonly against: readonly string[];
}) {
  return (
    <div className={styles.reasons}>
      <ReasonList title={certificateWords.reasonsFor} mark="✓" tone="for" texts={props.speaksFor} />
      <ReasonList title={certificateWords.reasonsAgainst} mark="!" tone="against" texts={props.against} />
    </div>
  );
}

function ReasonList(props: {
  readonly title: string;
  readonly mark: string;
  readonly tone: 'for' | 'against';
  readonly texts: readonly string[];
}) {
  const { title, mark, tone, texts } = props;
  if (texts.length === 0) return null;
  return (
    <div>
      <h2>{title}</h2>
      <ul className={styles[tone]}>
        {texts.map((text) => (
          <li key={text}>
            <span aria-hidden="true">{mark}</span>
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
