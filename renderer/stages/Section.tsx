import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './Section.module.css';

/** A headed part of a stage, with something beside the heading where it needs that. */
export function Section(props: {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, beside, children } = props;
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}

/** Sentences under each other, each with a dot before it. */
export function Sentences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul className={styles.sentences}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
