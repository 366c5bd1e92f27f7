import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import type { ElsewhereTexts } from '../../../shared/text/english/elsewhere.ts';
import { Section, Sentences } from '../Section.tsx';
import styles from './diagnose.module.css';

/** Where it is not the certificate: what it is instead, as far as the log tells, and where to read on. */
export function StoppedElsewhere({ texts }: { readonly texts: ElsewhereTexts }) {
  const { what, message, readOn, search } = texts;
  return (
    <>
      <Section title={diagnoseWords.stoppedAt}>
        <p>{what}</p>
        {message !== null && <blockquote className={styles.quote}>{message}</blockquote>}
      </Section>
      <Section title={diagnoseWords.readOn}>
        <Sentences texts={readOn} />
      </Section>
      <Section title={diagnoseWords.search}>
        <pre className={styles.quote}>{search.join('\n')}</pre>
      </Section>
    </>
  );
}
