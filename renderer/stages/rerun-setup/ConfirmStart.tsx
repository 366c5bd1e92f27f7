import { useState } from 'react';
import type { SetupOffer } from '../../../shared/setup-start.ts';
import { frameWords } from '../../../shared/text/english/frame.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useCommands, useOpenWizard } from '../../wizard.tsx';
import styles from './rerun-setup.module.css';

/** Asks once before Setup is started, with everything that it would be started with. */
export function ConfirmStart() {
  const { setupOffer } = useOpenWizard();
  const [answered, setAnswered] = useState<string | null>(null);
  if (setupOffer === null || setupOffer.id === answered) return null;
  return <Question key={setupOffer.id} offer={setupOffer} onAnswer={setAnswered} />;
}

function Question(props: { readonly offer: SetupOffer; readonly onAnswer: (id: string) => void }) {
  const { offer, onAnswer } = props;
  const { id, command, judged } = offer;
  const commands = useCommands();
  const { question, deed, meaning, program, signedBy, command: line } = rerunWords.start;
  return (
    <Dialog
      title={question}
      answers={[
        { value: 'start', label: deed, look: 'quiet' },
        { value: 'cancel', label: frameWords.cancel, look: 'primary' },
      ]}
      onAnswer={(value) => {
        onAnswer(id);
        if (value === 'start') void commands.startSetup({ offerId: id });
      }}
    >
      <dl className={styles.words}>
        <div>
          <dt>{program}</dt>
          <dd>
            <code>{command.program}</code>
          </dd>
        </div>
        <div>
          <dt>{signedBy}</dt>
          <dd>{judged.signer}</dd>
        </div>
        <div>
          <dt>{line}</dt>
          <dd>
            <code>{command.command}</code>
          </dd>
        </div>
      </dl>
      <p className={styles.meaning}>{meaning}</p>
    </Dialog>
  );
}
