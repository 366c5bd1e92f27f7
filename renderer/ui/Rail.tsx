import { valueOr } from '../../shared/reading.ts';
import { exchangeText, frameWords, stageNames, startedText } from '../../shared/text/english/frame.ts';
import { stages } from '../../shared/stage.ts';
import type { Stage } from '../../shared/stage.ts';
import { useCommands, useNow, useOpenWizard } from '../wizard.tsx';
import styles from './Rail.module.css';

/** The six stages, where this is among them, and which server this is. */
export function Rail({ stage }: { readonly stage: Stage }) {
  const { reachable } = useOpenWizard();
  return (
    <nav className={styles.rail} aria-label={frameWords.stagesLabel}>
      <Brand />
      <ol className={styles.stages}>
        {stages.map((one) => (
          <li key={one} aria-current={one === stage ? 'step' : undefined}>
            {one !== stage && reachable.includes(one) ? <GoTo stage={one} /> : <Named stage={one} />}
            {one !== stage && !reachable.includes(one) && (
              <span className="unseen">{frameWords.notOpenNow}</span>
            )}
          </li>
        ))}
      </ol>
      <WhichServer />
    </nav>
  );
}

/** The same before anything is known, when no stage can be gone to. */
export function EmptyRail() {
  return (
    <nav className={styles.rail} aria-label={frameWords.stagesLabel}>
      <Brand />
      <ol className={styles.stages}>
        {stages.map((stage) => (
          <li key={stage}>
            <Named stage={stage} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Brand() {
  return <p className={styles.brand}>{frameWords.product}</p>;
}

function GoTo({ stage }: { readonly stage: Stage }) {
  const commands = useCommands();
  return (
    <button type="button" className={styles.stage} onClick={() => void commands.goTo({ stage })}>
      <Label stage={stage} />
    </button>
  );
}

function Named({ stage }: { readonly stage: Stage }) {
  return (
    <span className={styles.stage}>
      <Label stage={stage} />
    </span>
  );
}

function Label({ stage }: { readonly stage: Stage }) {
  return (
    <>
      <span className={styles.number} aria-hidden="true">
        {stages.indexOf(stage) + 1}
      </span>
      <span className={styles.name}>{stageNames[stage]}</span>
    </>
  );
}

function WhichServer() {
  const { facts } = useOpenWizard().look;
  const server = valueOr(facts.server, null);
  const exchange = valueOr(facts.exchange, null);
  return (
    <footer className={styles.server}>
      <strong>{server?.fullyQualifiedName ?? frameWords.nameUnknown}</strong>
      <span>{exchange === null ? frameWords.exchangeUnknown : exchangeText(exchange)}</span>
      {facts.origin.kind === 'practice' && <span className={styles.tag}>{frameWords.practice}</span>}
      <Started />
    </footer>
  );
}

function Started() {
  const { openedAt, look } = useOpenWizard();
  return <span>{startedText(openedAt, useNow(), look.facts.utcOffsetMinutes)}</span>;
}
