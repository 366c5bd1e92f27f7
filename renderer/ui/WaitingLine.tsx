import { waitingText } from '../../shared/text/english/waiting.ts';
import type { Waiting } from '../../shared/waiting.ts';
import { useNow } from '../wizard.tsx';
import styles from './WaitingLine.module.css';

/** What the server is waited for, how long already, and when it is given up; nothing while it answers. */
export function WaitingLine({ waiting }: { readonly waiting: Waiting | null }) {
  return waiting === null ? null : <Ticking waiting={waiting} />;
}

/** Not a status: a screen reader would say it anew each second. */
function Ticking({ waiting }: { readonly waiting: Waiting }) {
  const waited = Date.parse(useNow()) - Date.parse(waiting.since);
  return <p className={styles.waiting}>{waitingText(waiting, waited)}</p>;
}
