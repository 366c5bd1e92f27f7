import { useState } from 'react';
import type { Copied } from '../../shared/contract.ts';
import { frameWords } from '../../shared/text/english/frame.ts';
import { useCommands } from '../wizard.tsx';
import { Button } from './Button.tsx';
import styles from './CopyBlock.module.css';

/** Text to be pasted elsewhere, as it is, with a button that copies it by name: main knows the text. */
export function CopyBlock(props: {
  /** What it is, for those who do not see it: "Command of change 1". */
  readonly label: string;
  readonly lines: readonly string[];
  readonly what: Copied;
}) {
  const { label, lines, what } = props;
  return (
    <div className={styles.block}>
      <pre className={styles.text} role="group" aria-label={label}>
        {lines.map((line, index) => (
          <code key={`${String(index)} ${line}`}>
            {line}
            {index < lines.length - 1 && '\n'}
          </code>
        ))}
      </pre>
      <CopyButton what={what} />
    </div>
  );
}

/** Copies by name, and says that it did. */
export function CopyButton({
  what,
  label = frameWords.copy,
}: {
  readonly what: Copied;
  readonly label?: string;
}) {
  const commands = useCommands();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(false);
    const result = await commands.copy({ what });
    setCopied(result.kind === 'ok');
  };
  return (
    <span className={styles.copy}>
      <Button look="plain" action={{ label, run: copy }} />
      <span role="status" className={styles.copied}>
        {copied ? frameWords.copied : ''}
      </span>
    </span>
  );
}
