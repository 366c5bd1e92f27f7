import type { Thumbprint as Value } from '../../shared/thumbprint.ts';
import { formatThumbprint } from '../../shared/text/format.ts';
import { frameWords } from '../../shared/text/english/frame.ts';
import { CopyButton } from './CopyBlock.tsx';
import styles from './Thumbprint.module.css';

/** A thumbprint in groups of four, as it is compared, with a button that copies it without the blanks. */
export function Thumbprint({ value }: { readonly value: Value }) {
  return (
    <span className={styles.thumbprint}>
      <code>{formatThumbprint(value)}</code>
      <CopyButton what={{ kind: 'thumbprint', thumbprint: value }} label={frameWords.copyThumbprint} />
    </span>
  );
}
