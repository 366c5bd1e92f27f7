import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { undoOneWords, workStateText, workText } from '../../../shared/text/english/work.ts';
import type { Frame } from '../../../shared/text/frame.ts';
import type { WorkRow, WorkState } from '../../../shared/screens/work-rows.ts';
import type { Action } from '../../ui/action.ts';
import { Button } from '../../ui/Button.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import type { Tone } from '../../ui/StateWord.tsx';
import { useCommands } from '../../wizard.tsx';
import styles from './rebind.module.css';

/** The work, one row per step. A row keeps its height whatever becomes of it. */
export function WorkList({ rows, frame }: { readonly rows: readonly WorkRow[]; readonly frame: Frame }) {
  return (
    <ol className={styles.work} aria-label={rebindWords.steps}>
      {rows.map((row) => {
        const { title, detail } = workText(row.work, frame);
        const { word, more } = workStateText(row.state);
        const tone = toneOf(row.state);
        return (
          <li key={row.id} className={`${styles.row} ${styles[tone] ?? ''}`}>
            <span className={styles.what}>
              <b>{title}</b>
              <span>{detail}</span>
            </span>
            <span className={styles.how}>
              <StateWord tone={tone}>{word}</StateWord>
              <span>{more}</span>
            </span>
            <UndoOne {...row} />
          </li>
        );
      })}
    </ol>
  );
}

/** Takes back the change of one row, after asking. */
function UndoOne({ undo, work }: WorkRow) {
  const commands = useCommands();
  if (undo === null || !('change' in work)) return null;
  const { deed, question, meaning } = undoOneWords(work.change);
  const action: Action = {
    label: deed,
    run: () => commands.undoChange(undo),
    confirm: { question, text: meaning, deed },
  };
  return (
    <span className={styles.undo}>
      <Button look="plain" action={action} />
    </span>
  );
}

function toneOf({ kind }: WorkState): Tone {
  switch (kind) {
    case 'waiting':
    case 'not-done':
    case 'still-stands':
      return 'still';
    case 'writing-down':
    case 'changing':
    case 'working':
    case 'taking-back':
      return 'busy';
    case 'done':
    case 'taken-back':
      return 'good';
    case 'in-doubt':
      return 'unknown';
    case 'stopped':
    case 'not-taken-back':
      return 'bad';
  }
}
