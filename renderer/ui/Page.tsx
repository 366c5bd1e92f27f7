import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { ActionBar } from './ActionBar.tsx';
import type { Bar } from './ActionBar.tsx';
import styles from './Page.module.css';

/** The ground of every screen: rail, title, content that scrolls, and the bar that stays. */
export function Page(props: {
  readonly rail: ReactNode;
  readonly line: string;
  readonly title: string;
  readonly lead: ReactNode;
  /** At the right above the title. */
  readonly corner?: ReactNode;
  readonly bar: Bar;
  /** What may be done now: close, sign out, restart. */
  readonly safe: string;
  readonly children?: ReactNode;
}) {
  const { rail, line, title, lead, corner, bar, safe, children } = props;
  const id = useId();
  const heading = useFocusedHeading();
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
        <ActionBar {...bar} safe={safe} />
      </main>
    </div>
  );
}

/** A new screen begins at its title. So does one that has changed while what had the focus went away. */
function useFocusedHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = target as Element;
    };
    document.addEventListener('focusin', remember);
    return () => {
      document.removeEventListener('focusin', remember);
    };
  }, []);
  useEffect(() => {
    const isLost = document.activeElement === document.body && last.current?.isConnected !== true;
    if (isLost) heading.current?.focus();
  });
  return heading;
}
