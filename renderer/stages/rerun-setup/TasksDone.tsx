import { rerunWords, taskText } from '../../../shared/text/english/rerun.ts';
import styles from './rerun-setup.module.css';

/** The tasks of Setup that have ended, in words and by name. */
export function TasksDone({ tasks }: { readonly tasks: readonly string[] }) {
  if (tasks.length === 0) return <p className={styles.none}>{rerunWords.live.doneNone}</p>;
  return (
    <ol className={styles.done}>
      {tasks.map((task, index) => (
        <li key={`${String(index)} ${task}`}>
          <span aria-hidden="true">✓</span>
          <span>{taskText(task)}</span>
          <code>{task}</code>
        </li>
      ))}
    </ol>
  );
}
