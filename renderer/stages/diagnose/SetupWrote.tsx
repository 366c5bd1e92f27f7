import type { Facts } from '../../../shared/facts.ts';
import { evidence } from '../../../shared/report/found.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Rows } from '../../ui/Rows.tsx';
import styles from './diagnose.module.css';

/** The line of Setup's log that the verdict rests on, and the run it stands in. */
export function SetupWrote(props: { readonly facts: Facts; readonly initially: 'open' | 'folded' }) {
  const { facts, initially } = props;
  const blocks = evidence(facts);
  if (blocks.length === 0) return null;
  const quoted = blocks.flatMap((block) => (block.kind === 'quote' ? block.lines : []));
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  return (
    <Disclosure summary={diagnoseWords.wrote} initially={initially}>
      <div className={styles.wrote}>
        <blockquote className={styles.quote}>{quoted.join('\n')}</blockquote>
        <Rows rows={rows} />
      </div>
    </Disclosure>
  );
}
