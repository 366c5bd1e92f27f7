import { useId } from 'react';
import type { PlannedChange } from '../../../shared/plan-shape.ts';
import { beforeAndAfter, changeTitle, undoText } from '../../../shared/text/english/changes.ts';
import { reviewWords } from '../../../shared/text/english/review.ts';
import { formatThumbprint } from '../../../shared/text/format.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import styles from './review.module.css';

const { labels } = reviewWords;

/** One change before it is accepted: before, after, why, how it is undone, and the command that does the same. */
export function ChangeCard(props: {
  readonly change: PlannedChange;
  readonly why: readonly string[];
  readonly frame: Frame;
}) {
  const { change, why, frame } = props;
  const title = useId();
  const undo = undoText(change);
  return (
    <li className={styles.change} aria-labelledby={title}>
      <h3 id={title}>
        <span className={styles.number}>{change.id}</span>
        {changeTitle(change)}
      </h3>
      <Rows
        rows={[
          [labels.before, <EndOf key="before" change={change} end="before" frame={frame} />],
          [labels.after, <EndOf key="after" change={change} end="after" frame={frame} />],
          [labels.why, why.map((text) => <p key={text}>{text}</p>)],
          [
            labels.undo,
            change.undo.kind === 'restores-before' ? undo : <StateWord tone="bad">{undo}</StateWord>,
          ],
        ]}
      />
      <details className={styles.command}>
        <summary>{reviewWords.command(change.commands.length)}</summary>
        <CopyBlock
          label={reviewWords.commandOf(change.id)}
          lines={change.commands}
          what={{ kind: 'change-commands', changeId: change.id }}
        />
      </details>
    </li>
  );
}

/** A certificate by its name, with its thumbprint under it; anything else in words. */
function EndOf(props: {
  readonly change: PlannedChange;
  readonly end: 'before' | 'after';
  readonly frame: Frame;
}) {
  const { change, end, frame } = props;
  const certificate =
    change.kind === 'record' && change[end].kind === 'present' ? change[end].value.certificate : null;
  if (certificate?.kind !== 'thumbprint') return beforeAndAfter(change, frame)[end];
  const { thumbprint } = certificate;
  return (
    <span className={styles.end}>
      {frame.names.get(thumbprint)}
      <code>{formatThumbprint(thumbprint)}</code>
    </span>
  );
}
