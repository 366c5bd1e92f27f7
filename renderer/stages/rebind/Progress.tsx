import type { RebindScreen } from '../../../shared/screens/rebind-screen.ts';
import { formatDuration } from '../../../shared/text/duration.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rowsEnded } from '../../../shared/screens/work-rows.ts';
import type { WorkRow } from '../../../shared/screens/work-rows.ts';
import type { Waiting } from '../../../shared/waiting.ts';
import { WaitingLine } from '../../ui/WaitingLine.tsx';
import { useNow, useOpenWizard } from '../../wizard.tsx';
import styles from './rebind.module.css';

/** One bar for all of the work. It only grows. */
export function Progress({
  rows,
  screen,
}: {
  readonly rows: readonly WorkRow[];
  readonly screen: RebindScreen;
}) {
  const { waiting } = useOpenWizard();
  if (rows.length === 0) return null;
  const ended = rowsEnded(rows);
  const text = rebindWords.ofSteps(ended, rows.length);
  return (
    <div className={styles.progress}>
      <progress max={rows.length} value={ended} aria-label={rebindWords.progress} aria-valuetext={text} />
      <p className={styles.figures}>
        <span role="status">{text}</span>
        {screen.kind === 'moving' && <Running {...screen} waiting={waiting} />}
      </p>
      <WaitingLine waiting={waiting} />
    </div>
  );
}

const slowAfter = 15_000;

/** It ticks by itself, so that nothing else is drawn anew each second. */
function Running({
  since,
  lastActivityAt,
  waiting,
}: Pick<Extract<RebindScreen, { kind: 'moving' }>, 'since' | 'lastActivityAt'> & {
  readonly waiting: Waiting | null;
}) {
  const now = Date.parse(useNow());
  const quietFor = now - Date.parse(lastActivityAt);
  return (
    <>
      <span>{rebindWords.running(formatDuration(whole(now - Date.parse(since))))}</span>
      {waiting === null && quietFor >= slowAfter && (
        <strong>{rebindWords.slow(formatDuration(whole(quietFor)))}</strong>
      )}
    </>
  );
}

/** What ticks by the second is not said in tenths. */
function whole(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
