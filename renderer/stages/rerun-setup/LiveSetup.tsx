import type { ReactNode } from 'react';
import { stallsOf } from '../../../shared/screens/rerun-stall.ts';
import type { SetupProgress } from '../../../shared/setup-progress.ts';
import { formatDuration } from '../../../shared/text/duration.ts';
import {
  lastLineText,
  rerunWords,
  stallText,
  taskText,
  waitingText,
} from '../../../shared/text/english/rerun.ts';
import { useNow, useOpenWizard } from '../../wizard.tsx';
import { Section } from '../Section.tsx';
import { TasksDone } from './TasksDone.tsx';
import styles from './rerun-setup.module.css';

const { live } = rerunWords;

/** A run of Setup as its log shows it: what it works on, how long, and the age of the newest line. */
export function LiveSetup({ progress }: { readonly progress: SetupProgress }) {
  const { task, component, tasksDone, lastLine } = progress;
  return (
    <>
      <div className={styles.live}>
        <p className={styles.task}>
          <b>{liveTitle(progress)}</b>
          {task !== null && <code>{task}</code>}
          {component !== null && <span>{live.component(component)}</span>}
        </p>
        <Ticking progress={progress}>
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

function liveTitle({ standing, task, tasksDone }: SetupProgress): string {
  if (standing === 'stopping') return live.stopping;
  if (task !== null) return taskText(task);
  if (tasksDone.length > 0) return live.between;
  return standing === 'not-begun' ? live.starting : live.atWork;
}

/** How long Setup is waited for, and what to look for once that is long. */
export function WaitingForSetup({ since }: { readonly since: string }) {
  const waited = whole(Date.parse(useNow()) - Date.parse(since));
  return (
    <div className={styles.live}>
      <dl className={styles.figures}>
        <div>
          <dt>{rerunWords.waiting.for}</dt>
          <dd>{formatDuration(waited)}</dd>
        </div>
      </dl>
      <p className={styles.slow}>{waitingText(waited)}</p>
    </div>
  );
}

/** It ticks by itself, so that nothing else is drawn anew each second. */
function Ticking({ progress, children }: { readonly progress: SetupProgress; readonly children: ReactNode }) {
  const { services } = useOpenWizard().look.facts;
  const { startedAt, version, lastLineAt, entries } = progress;
  const now = Date.parse(useNow());
  const quietFor = lastLineAt === null ? null : Math.max(0, now - Date.parse(lastLineAt));
  const stalls = stallsOf(progress, quietFor ?? 0, services);
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>{live.elapsed}</dt>
          <dd>{formatDuration(whole(now - Date.parse(startedAt)))}</dd>
        </div>
        <div>
          <dt>{live.entries}</dt>
          <dd>{entries}</dd>
        </div>
        {version !== null && (
          <div>
            <dt>{live.version}</dt>
            <dd>{version}</dd>
          </div>
        )}
        <div>
          <dt>{live.lastLine}</dt>
          <dd>{quietFor === null ? live.noLineYet : lastLineText(formatDuration(whole(quietFor)))}</dd>
        </div>
      </dl>
      {children}
      <div className={styles.slow} role="status">
        {stalls.map((stall) => (
          <p key={stall}>{stallText(stall)}</p>
        ))}
      </div>
    </>
  );
}

function whole(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
