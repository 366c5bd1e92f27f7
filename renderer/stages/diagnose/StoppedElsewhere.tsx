import type { Facts } from '../../../shared/facts.ts';
import { valueOr } from '../../../shared/reading.ts';
import type { FailureClass } from '../../../shared/setup-log/verdict.ts';
import { diagnoseWords, readOnTexts } from '../../../shared/text/english/diagnose.ts';
import { Section, Sentences } from '../Section.tsx';
import styles from './diagnose.module.css';

/** Where it is not the certificate: what it is instead, as far as the log tells, and where to read on. */
export function StoppedElsewhere(props: { readonly facts: Facts; readonly failure: FailureClass }) {
  const { facts, failure } = props;
  const setup = valueOr(facts.setup, null);
  const message = setup?.failure?.message ?? setup?.quote?.text.trim();
  return (
    <>
      {message !== undefined && (
        <Section title={diagnoseWords.stoppedAt}>
          <blockquote className={styles.quote}>{message}</blockquote>
        </Section>
      )}
      <Section title={diagnoseWords.readOn}>
        <Sentences texts={readOnTexts(failure, setup?.quote?.line ?? null)} />
      </Section>
    </>
  );
}
