import type { ReactNode } from 'react';
import type { SetupProgress } from '../../../shared/setup-progress.ts';
import { formatDuration } from '../../../shared/text/duration.ts';
import { lastLineText, rerunWords, taskText } from '../../../shared/text/english/rerun.ts';
import { useNow } from '../../wizard.tsx';
import { Section } from '../Section.tsx';
import { TasksDone } from './TasksDone.tsx';
import styles from './rerun-setup.module.css';

const { live } = rerunWords;
const slowAfter = 60_000;

/** A run of Setup as its log shows it: what it works on, how long, and the age of the newest line. */
export function LiveSetup(props: { readonly since: string; readonly progress: SetupProgress | null }) {
  const { since, progress } = props;
  const { task = null, tasksDone = [], lastLine = null } = progress ?? {};
  return (
    <>
      <div className={styles.live}>
        <p className={styles.task}>
          <b>{task === null ? (tasksDone.length === 0 ? live.starting : live.between) : taskText(task)}</b>
          {task !== null && <code>{task}</code>}
        </p>
        <Ticking since={since} lastLineAt={progress?.lastLineAt ?? null} entries={progress?.entries ?? 0}>
          <pre className={styles.newest} role="group" aria-label={live.newest}>
            {lastLine ?? live.noLine}
          </pre>
        </Ticking>
      </div>
      <Section title={live.done}>
        <TasksDone tasks={tasksDone} />
      </Section>
    </>
  );
}

/** It ticks by itself, so that nothing else is drawn anew each second. */
function Ticking(props: {
  readonly since: string;
  readonly lastLineAt: string | null;
  readonly entries: number;
  readonly children: ReactNode;
}) {
  const { since, lastLineAt, entries, children } = props;
  const now = Date.parse(useNow());
  const quietFor = lastLineAt === null ? null : Math.max(0, now - Date.parse(lastLineAt));
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>{live.elapsed}</dt>
          <dd>{formatDuration(whole(now - Date.parse(since)))}</dd>
        </div>
        <div>
          <dt>{live.entries}</dt>
          <dd>{entries}</dd>
        </div>
        <div>
          <dt>{live.lastLine}</dt>
          <dd>{quietFor === null ? live.noLineYet : lastLineText(formatDuration(whole(quietFor)))}</dd>
        </div>
      </dl>
      {children}
      <p className={styles.slow}>{quietFor !== null && quietFor >= slowAfter ? live.slow : ''}</p>
    </>
  );
}

function whole(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
