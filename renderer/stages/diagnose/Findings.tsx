import type { Diagnosis } from '../../../shared/diagnosis.ts';
import type { FoundTexts } from '../../../shared/told.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { mark } from '../../ui/StateWord.tsx';
import type { Tone } from '../../ui/StateWord.tsx';
import tones from '../../ui/tone.module.css';
import { Section, Sentences } from '../Section.tsx';
import styles from './diagnose.module.css';

/** What is to be read before going on, the weightiest first. */
export function Findings(props: { readonly found: FoundTexts; readonly diagnosis: Diagnosis }) {
  const { found, diagnosis } = props;
  const isCheck = diagnosis.verdict.kind === 'nothing-to-do';
  const worthKnowing = isCheck ? diagnoseWords.beforeUpdate : diagnoseWords.warnings;
  return (
    <>
      <Group title={diagnoseWords.blocks} tone="warn" texts={found.blocks} />
      <Group title={diagnoseWords.unknown} tone="unknown" texts={found.unknown} />
      <Group title={diagnoseWords.faults} tone="bad" texts={found.faults} />
      <Group title={worthKnowing} tone="warn" texts={found.warnings} />
    </>
  );
}

/** What may be skipped. */
export function Notes({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <Disclosure summary={diagnoseWords.notes(texts.length)} initially="folded">
      <Sentences texts={texts} />
    </Disclosure>
  );
}

function Group(props: { readonly title: string; readonly tone: Tone; readonly texts: readonly string[] }) {
  const { title, tone, texts } = props;
  if (texts.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={styles.findings}>
        {texts.map((text) => (
          <li key={text} className={`${styles.finding} ${tones[tone]}`}>
            <span className={styles.mark} aria-hidden="true">
              {mark[tone]}
            </span>
            <span className={styles.sentence}>{text}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
