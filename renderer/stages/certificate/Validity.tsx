import styles from './certificate.module.css';

/** How much of its time is over, as a bar beside the words that say it. */
export function Validity(props: {
  readonly percent: number;
  readonly tone: 'good' | 'warn';
  readonly text: string;
}) {
  const { percent, tone, text } = props;
  return (
    <span className={styles.validity}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" className={styles[tone]}>
        <rect className={styles.whole} width="100" height="6" />
        <rect className={styles.left} x={percent} width={100 - percent} height="6" />
      </svg>
      {text}
    </span>
  );
}
