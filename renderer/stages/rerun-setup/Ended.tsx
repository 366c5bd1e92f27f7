import type { FollowedSetup } from '../../../shared/setup-progress.ts';
import { formatDuration } from '../../../shared/text/duration.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { logVerdictText } from '../../../shared/text/english/verdicts.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../Section.tsx';
import { TasksDone } from './TasksDone.tsx';
import styles from './rerun-setup.module.css';

/** How the run of Setup ended: the class in words, what it wrote, and how far it came. */
export function Ended({ run }: { readonly run: Extract<FollowedSetup, { kind: 'ended' }> }) {
  const { verdict, progress, endedAt } = run;
  const took = formatDuration(Date.parse(endedAt) - Date.parse(progress.startedAt));
  const well = verdict.class === 'setup-succeeded';
  return (
    <>
      <Notice tone={well ? 'good' : 'bad'} title={logVerdictText(verdict)} announced="when-idle">
        <p>{rerunWords.took(took)}</p>
      </Notice>
      {!well && verdict.quote !== null && (
        <Section title={rerunWords.said}>
          <p className={styles.how}>{rerunWords.line(verdict.quote.line)}</p>
          <pre className={styles.quote}>{verdict.quote.text.trim()}</pre>
        </Section>
      )}
      {/* Of a run that was over before it was followed, they are not known. */}
      {progress.tasksDone.length > 0 && (
        <Section title={rerunWords.live.done}>
          <TasksDone tasks={progress.tasksDone} />
        </Section>
      )}
    </>
  );
}
