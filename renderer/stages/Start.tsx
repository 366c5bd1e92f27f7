import { startProblemText } from '../../shared/text/english/problems.ts';
import { shutTitle, startWords } from '../../shared/text/english/start.ts';
import { lookedAtText } from '../../shared/text/english/diagnose.ts';
import { frameWords } from '../../shared/text/english/frame.ts';
import { troubleText } from '../../shared/text/english/trouble.ts';
import { verdictText } from '../../shared/text/english/verdicts.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { ShownKnown, ShutWizard } from '../../shared/wizard.ts';
import type { Action } from '../ui/action.ts';
import { CopyButton } from '../ui/CopyBlock.tsx';
import { Map } from '../ui/Map.tsx';
import { Notice } from '../ui/Notice.tsx';
import type { Waiting } from '../../shared/waiting.ts';
import { Page } from '../ui/Page.tsx';
import { EmptyRail } from '../ui/Rail.tsx';
import { RefusalNotice } from '../ui/Troubles.tsx';
import { WaitingLine } from '../ui/WaitingLine.tsx';
import { useCommands } from '../wizard.tsx';
import { Findings } from './diagnose/Findings.tsx';
import { Section } from './Section.tsx';
import styles from './Start.module.css';

/** While the server is looked at for the first time. */
export function Opening({ waiting }: { readonly waiting: Waiting | null }) {
  return (
    <Page
      rail={<EmptyRail />}
      line={startWords.looking}
      title={startWords.openingTitle}
      lead={startWords.openingLead}
      bar={{ quiet: [], primary: null }}
      safe={startWords.safe}
    >
      <RefusalNotice />
      <progress className={styles.progress} aria-label={startWords.openingTitle} />
      <WaitingLine waiting={waiting} />
    </Page>
  );
}

/** The rescue cannot be opened: what stands in the way, and what can be seen all the same. */
export function Shut({ problem, utcOffsetMinutes, known, safe }: Omit<ShutWizard, 'kind'>) {
  const commands = useCommands();
  const save: Action = { label: startWords.save, run: () => commands.saveReport() };
  return (
    <Page
      rail={<EmptyRail />}
      line={startWords.notOpened}
      title={shutTitle(problem)}
      lead={startProblemText(problem, utcOffsetMinutes)}
      bar={{
        told: known?.savedAs == null ? [] : [frameWords.savedAs(known.savedAs)],
        quiet: known === null ? [] : [save],
        primary: { label: startWords.retry, run: () => commands.lookAgain() },
      }}
      safe={safe}
    >
      <RefusalNotice />
      <CopyButton what={{ kind: 'details' }} label={frameWords.copyDetails} />
      {known !== null && <WhatIsKnown known={known} save={save} />}
    </Page>
  );
}

/** The server as it stands, and what was done on it: to be read and kept, not to be gone on from. */
function WhatIsKnown({ known, save }: { readonly known: ShownKnown; readonly save: Action }) {
  const { look, map, found, reports, journalFailed, notSaved } = known;
  const { facts, diagnosis } = look;
  const frame = frameOf(facts, diagnosis.at);
  const [failed, unsaved] = [
    journalFailed === null
      ? null
      : troubleText({ kind: 'journal-failed', code: journalFailed, retry: null }, frame.utcOffsetMinutes),
    notSaved === null
      ? null
      : troubleText({ kind: 'report-not-saved', because: notSaved }, frame.utcOffsetMinutes),
  ];
  return (
    <>
      {failed !== null && (
        <Notice tone="bad" title={failed.title} announced="at-once">
          <p>{failed.text}</p>
        </Notice>
      )}
      {unsaved !== null && (
        <Notice
          tone="bad"
          title={unsaved.title}
          announced="at-once"
          actions={[{ ...save, label: frameWords.retry }]}
        >
          <p>{unsaved.text}</p>
        </Notice>
      )}
      <Section title={startWords.asItStands}>
        <p>{verdictText(diagnosis)}</p>
        <Map map={map} frame={frame} />
        <p>{lookedAtText(facts.takenAt, facts.utcOffsetMinutes)}</p>
      </Section>
      <Findings found={found} diagnosis={diagnosis} />
      {reports.length > 0 && (
        <Section title={startWords.whatWasDone}>
          {reports.map((report, index) => (
            <pre key={index} className={styles.report}>
              {report}
            </pre>
          ))}
        </Section>
      )}
      <p className={styles.copy}>
        <CopyButton what={{ kind: 'report' }} label={startWords.copy} />
      </p>
    </>
  );
}
