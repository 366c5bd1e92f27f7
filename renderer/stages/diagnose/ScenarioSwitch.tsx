import { useId, useState } from 'react';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import type { ScenarioChoice } from '../../../shared/wizard.ts';
import { Button } from '../../ui/Button.tsx';
import { useCommands, useOpenWizard } from '../../wizard.tsx';
import styles from './diagnose.module.css';

/** On practice, while nothing has been changed: another server to rehearse on. */
export function ScenarioSwitch() {
  const { scenarios, look } = useOpenWizard();
  const { origin } = look.facts;
  if (origin.kind !== 'practice' || scenarios.length === 0) return null;
  return <SwitchFrom key={origin.scenario} current={origin.scenario} scenarios={scenarios} />;
}

function SwitchFrom(props: { readonly current: string; readonly scenarios: readonly ScenarioChoice[] }) {
  const { current, scenarios } = props;
  const { activity } = useOpenWizard();
  const commands = useCommands();
  const id = useId();
  const [chosen, setChosen] = useState(current);
  const busy = activity.kind === 'idle' ? undefined : diagnoseWords.looking;
  return (
    <div className={styles.scenario}>
      <label htmlFor={id}>{diagnoseWords.scenario}</label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value);
        }}
      >
        {scenarios.map(({ name, description }) => (
          <option key={name} value={name}>
            {`${name}: ${description}`}
          </option>
        ))}
      </select>
      <Button
        look="plain"
        action={{
          label: diagnoseWords.switchScenario,
          run: () => commands.switchScenario({ scenario: chosen }),
          unavailable: chosen === current ? diagnoseWords.scenarioIsOpen : busy,
        }}
      />
    </div>
  );
}
