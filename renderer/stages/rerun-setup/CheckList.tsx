import type { CheckTexts } from '../../../shared/told.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { formatClock } from '../../../shared/text/format.ts';
import { Button } from '../../ui/Button.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import type { Tone } from '../../ui/StateWord.tsx';
import { useCommands, useOpenWizard } from '../../wizard.tsx';
import { Section } from '../Section.tsx';
import styles from './rerun-setup.module.css';

const tones: Readonly<Record<CheckTexts['state'], Tone>> = {
  ok: 'good',
  'yours-to-check': 'warn',
  'in-the-way': 'bad',
  unknown: 'unknown',
};

/** What has to be so before Setup runs, always the same rows, each with its state in words. */
export function CheckList({ checks }: { readonly checks: readonly CheckTexts[] }) {
  const { look, activity } = useOpenWizard();
  const commands = useCommands();
  const { facts } = look;
  return (
    <Section
      title={rerunWords.checks}
      beside={
        <span className={styles.again}>
          <span role="status">
            {activity.kind === 'looking'
              ? rerunWords.looking
              : rerunWords.lookedAt(formatClock(facts.takenAt, facts.utcOffsetMinutes))}
          </span>
          <Button
            look="plain"
            action={{
              label: rerunWords.lookAgain,
              run: () => commands.lookAgain(),
              unavailable: activity.kind === 'idle' ? undefined : rerunWords.busy,
            }}
          />
        </span>
      }
    >
      <ul className={styles.checks}>
        {checks.map(({ kind, state, title, texts }) => (
          <li key={kind}>
            <StateWord tone={tones[state]}>{rerunWords.marks[state]}</StateWord>
            <div>
              <b>{title}</b>
              {texts.map((text) => (
                <p key={text}>{text}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
