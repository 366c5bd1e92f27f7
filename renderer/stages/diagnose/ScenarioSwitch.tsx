import { useState } from 'react';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { frameWords } from '../../../shared/text/english/frame.ts';
import type { ScenarioChoice } from '../../../shared/wizard.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useCommands, useOpenWizard } from '../../wizard.tsx';
import styles from './diagnose.module.css';

/** On practice, while nothing has been changed: another server to rehearse on. */
export function ScenarioSwitch() {
  const { scenarios, look, activity } = useOpenWizard();
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  const { origin } = look.facts;
  if (origin.kind !== 'practice' || scenarios.length === 0) return null;
  const open = {
    label: diagnoseWords.switchScenario,
    run: () => {
      setAsking(true);
    },
    unavailable: activity.kind === 'idle' ? undefined : diagnoseWords.looking,
  };
  return (
    <span className={styles.corner}>
      <Button look="plain" action={open} />
      {asking && (
        <ScenarioDialog
          scenarios={scenarios}
          current={origin.scenario}
          onChosen={(scenario) => {
            setAsking(false);
            if (scenario !== origin.scenario) void commands.switchScenario({ scenario });
          }}
        />
      )}
    </span>
  );
}

/** All of them, each with its sentence: a closed list would show but the beginning of one. */
function ScenarioDialog(props: {
  readonly scenarios: readonly ScenarioChoice[];
  readonly current: string;
  readonly onChosen: (scenario: string) => void;
}) {
  const { scenarios, current, onChosen } = props;
  const [chosen, setChosen] = useState(current);
  return (
    <Dialog
      title={diagnoseWords.scenario}
      answers={[
        { value: 'open', label: diagnoseWords.openScenario, look: 'primary' },
        { value: 'cancelled', label: frameWords.cancel, look: 'quiet' },
      ]}
      onAnswer={(value) => {
        onChosen(value === 'open' ? chosen : current);
      }}
    >
      <fieldset className={styles.scenarios}>
        <legend className="unseen">{diagnoseWords.scenario}</legend>
        {scenarios.map(({ name, description }) => (
          <label key={name}>
            <input
              type="radio"
              name="scenario"
              checked={chosen === name}
              onChange={() => {
                setChosen(name);
              }}
            />
            <span>
              <b>{name}</b>
              <span>{description}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
