import type { Diagnosis } from '../../../shared/diagnosis.ts';
import { findingGroups } from '../../../shared/screens/diagnose-screen.ts';
import type { Finding } from '../../../shared/findings.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { findingTexts } from '../../../shared/text/english/findings.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { mark } from '../../ui/StateWord.tsx';
import type { Tone } from '../../ui/StateWord.tsx';
import tones from '../../ui/tone.module.css';
import { Section, Sentences } from '../Section.tsx';
import styles from './diagnose.module.css';

interface Found {
  readonly diagnosis: Diagnosis;
  readonly frame: Frame;
}

/** What is to be read before going on, the weightiest first. */
export function Findings({ diagnosis, frame }: Found) {
  const { blocks, faults, unknown, warnings } = findingGroups(diagnosis);
  const isCheck = diagnosis.verdict.kind === 'nothing-to-do';
  const worthKnowing = isCheck ? diagnoseWords.beforeUpdate : diagnoseWords.warnings;
  return (
    <>
      <Group title={diagnoseWords.blocks} tone="warn" findings={blocks} frame={frame} />
      <Group title={diagnoseWords.unknown} tone="unknown" findings={unknown} frame={frame} />
      <Group title={diagnoseWords.faults} tone="bad" findings={faults} frame={frame} />
      <Group title={worthKnowing} tone="warn" findings={warnings} frame={frame} />
    </>
  );
}

/** What may be skipped. */
export function Notes({ diagnosis, frame }: Found) {
  const { notes } = findingGroups(diagnosis);
  if (notes.length === 0) return null;
  const texts = findingTexts(notes, frame);
  return (
    <Disclosure summary={diagnoseWords.notes(texts.length)} initially="folded">
      <Sentences texts={texts} />
    </Disclosure>
  );
}

function Group(props: {
  readonly title: string;
  readonly tone: Tone;
  readonly findings: readonly Finding[];
  readonly frame: Frame;
}) {
  const { title, tone, findings, frame } = props;
  if (findings.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={styles.findings}>
        {findingTexts(findings, frame).map((text) => (
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
