import { startProblemText } from '../../shared/text/english/problems.ts';
import { shutTitle, startWords } from '../../shared/text/english/start.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { Page } from '../ui/Page.tsx';
import { EmptyRail } from '../ui/Rail.tsx';
import { RefusalNotice } from '../ui/Troubles.tsx';
import { useCommands } from '../wizard.tsx';
import styles from './Start.module.css';

/** While the server is looked at for the first time. */
export function Opening() {
  return (
    <Page
      rail={<EmptyRail />}
      line={startWords.looking}
      title={startWords.openingTitle}
      lead={startWords.openingLead}
      bar={{ safe: startWords.safe, quiet: [], primary: null }}
    >
      <RefusalNotice />
      <progress className={styles.progress} aria-label={startWords.openingTitle} />
    </Page>
  );
}

/** The rescue cannot be opened: what stands in the way, and nothing else. */
export function Shut(props: { readonly problem: StartProblem; readonly utcOffsetMinutes: number }) {
  const { problem, utcOffsetMinutes } = props;
  const commands = useCommands();
  return (
    <Page
      rail={<EmptyRail />}
      line={startWords.notOpened}
      title={shutTitle(problem)}
      lead={startProblemText(problem, utcOffsetMinutes)}
      bar={{
        safe: startWords.safe,
        quiet: [],
        primary: { label: startWords.retry, run: () => commands.lookAgain() },
      }}
    >
      <RefusalNotice />
    </Page>
  );
}
