import type { Choice } from '../../../shared/candidates.ts';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import styles from './certificate.module.css';

type Creation = Extract<Choice, { kind: 'create' }>;

const { trust: words, recommended } = certificateWords;

const options: readonly {
  readonly trust: Creation['trust'];
  readonly label: string;
  readonly hint: string;
}[] = [
  { trust: 'add-to-root', label: words.add, hint: words.addHint },
  { trust: 'leave-untrusted', label: words.leave, hint: words.leaveHint },
];

/** Whether the new certificate is trusted on this server: an explicit choice, as Setup makes it by itself. */
export function Trust(props: {
  readonly trust: Creation['trust'];
  readonly onChoose: (choice: Creation) => unknown;
}) {
  return (
    <fieldset className={styles.trust}>
      <legend>{words.legend}</legend>
      {options.map(({ trust, label, hint }) => (
        <label key={trust}>
          <input
            type="radio"
            name="trust"
            checked={props.trust === trust}
            onChange={() => void props.onChoose({ kind: 'create', trust })}
          />
          <span>
            {label} {trust === 'add-to-root' && <span className={styles.tag}>{recommended}</span>}
            <span className={styles.hint}>{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
