import type { Rerun } from '../../../shared/rerun.ts';
import { explainedWords } from '../../../shared/screens/rerun-switches.ts';
import { rerunWords, wordText } from '../../../shared/text/english/rerun.ts';
import { rerunText } from '../../../shared/text/english/verdicts.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Help } from '../../ui/Help.tsx';
import { useOpenWizard } from '../../wizard.tsx';
import { Section } from '../Section.tsx';
import styles from './rerun-setup.module.css';

/** The exact command, and why every word of it stands there. */
export function SetupCommand({ rerun }: { readonly rerun: Rerun }) {
  const { facts } = useOpenWizard().look;
  return (
    <Section title={rerunWords.command}>
      <p className={styles.how}>{rerunText(rerun)}</p>
      {rerun.kind === 'wizard' && <Help terms={['watermark']} />}
      {'command' in rerun && (
        <>
          <CopyBlock
            label={rerunWords.commandLabel}
            lines={[rerun.command]}
            what={{ kind: 'setup-command' }}
          />
          <h3 className={styles.why}>{rerunWords.words}</h3>
          <dl className={styles.words}>
            {explainedWords(rerun, facts).map(({ word, because }) => (
              <div key={word}>
                <dt>
                  <code>{word}</code>
                </dt>
                <dd>{wordText(because)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Section>
  );
}
