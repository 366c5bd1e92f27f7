import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { Action } from './action.ts';
import { Button } from './Button.tsx';
import styles from './Page.module.css';

/** The bar at the bottom. */
export interface Bar {
  /** What is safe now: `safeText` says it for most moments. */
  readonly safe: string;
  /** One as a rule; none or a few where needed. */
  readonly quiet: readonly Action[];
  /** The one deed of this screen; `null` when there is none. */
  readonly primary: Action | null;
}

/** The ground of every screen: rail, title, content that scrolls, and the bar that stays. */
export function Page(props: {
  readonly rail: ReactNode;
  readonly line: string;
  readonly title: string;
  readonly lead: ReactNode;
  /** At the right above the title. */
  readonly corner?: ReactNode;
  readonly bar: Bar;
  readonly children?: ReactNode;
}) {
  const { rail, line, title, lead, corner, bar, children } = props;
  const id = useId();
  const heading = useFocusedHeading(title);
  return (
    <div className={styles.page}>
      {rail}
      <main className={styles.main}>
        <section className={styles.scroll} aria-labelledby={id} tabIndex={0}>
          <div className={styles.content}>
            <div className={styles.head}>
              <p className={styles.line}>{line}</p>
              {corner}
            </div>
            <h1 id={id} ref={heading} tabIndex={-1} className={styles.title}>
              {title}
            </h1>
            <p className={styles.lead}>{lead}</p>
            {children}
          </div>
        </section>
        <ActionBar {...bar} />
      </main>
    </div>
  );
}

function ActionBar({ safe, quiet, primary }: Bar) {
  // Why a button cannot be pressed is the more urgent word.
  const reason =
    primary?.unavailable ?? quiet.find(({ unavailable }) => unavailable !== undefined)?.unavailable;
  return (
    <div className={styles.bar}>
      <p className={styles.safe}>{reason ?? safe}</p>
      <div className={styles.buttons}>
        {quiet.map((action) => (
          <Button key={action.label} look="quiet" action={action} />
        ))}
        {primary !== null && <Button look="primary" action={primary} />}
      </div>
    </div>
  );
}

/** A new screen begins at its title; so does one that has become another while what had the focus went away. */
function useFocusedHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return heading;
}
