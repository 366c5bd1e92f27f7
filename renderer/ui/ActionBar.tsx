import type { Action } from './action.ts';
import { Button } from './Button.tsx';
import styles from './ActionBar.module.css';
import { mark } from './StateWord.tsx';

/** The bar at the bottom. */
export interface Bar {
  /** What came of a deed that leaves no other trace: "Saved: …". */
  readonly told?: readonly string[] | undefined;
  /** One as a rule; none or a few where needed. */
  readonly quiet: readonly Action[];
  /** The one deed of this screen; `null` when there is none. */
  readonly primary: Action | null;
}

/** What is safe now, and the buttons. They are told apart by their deeds: none becomes another under the finger. */
export function ActionBar({ safe, told = [], quiet, primary }: Bar & { readonly safe: string }) {
  // Why a button cannot be pressed is the more urgent word.
  const reason =
    primary?.unavailable ?? quiet.find(({ unavailable }) => unavailable !== undefined)?.unavailable;
  return (
    <div className={styles.bar}>
      <div role="status" className={styles.told}>
        {told.map((text) => (
          <p key={text}>
            <span aria-hidden="true">{mark.good}</span> {text}
          </p>
        ))}
      </div>
      <div className={styles.row}>
        <p className={styles.safe}>
          {safe}
          {reason !== undefined && <span className={styles.reason}>{reason}</span>}
        </p>
        <div className={styles.buttons}>
          {quiet.map((action) => (
            <Button key={action.label} look="quiet" action={action} />
          ))}
          {primary !== null && <Button key={primary.label} look="primary" action={primary} />}
        </div>
      </div>
    </div>
  );
}
