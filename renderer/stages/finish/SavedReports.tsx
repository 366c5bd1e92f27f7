import { finishWords } from '../../../shared/text/english/finish.ts';
import type { SavedReport } from '../../../shared/wizard.ts';
import { CopyButton } from '../../ui/CopyBlock.tsx';
import { Section } from '../Section.tsx';
import styles from './SavedReports.module.css';

const { forms } = finishWords;

/** Where the report lies, in its three forms: servers have no printer. */
export function SavedReports({ saved }: { readonly saved: SavedReport | null }) {
  return (
    <Section title={finishWords.report}>
      {saved === null ? (
        <p>{finishWords.notSaved}</p>
      ) : (
        <>
          <p>{finishWords.reportIn}</p>
          <dl className={styles.paths}>
            <Path form={forms.pdf} path={saved.pdf} />
            <Path form={forms.html} path={saved.html} />
            <Path form={forms.text} path={saved.text} />
          </dl>
        </>
      )}
      <p>{finishWords.withoutNames}</p>
      <CopyButton what={{ kind: 'report-redacted' }} label={finishWords.copyWithoutNames} />
    </Section>
  );
}

function Path({ form, path }: { readonly form: string; readonly path: string }) {
  return (
    <div>
      <dt>{form}</dt>
      <dd>
        <code>{path}</code>
      </dd>
    </div>
  );
}
