import { assertNever } from '../../shared/assert-never.ts';
import { crashText, crashTitle } from '../../shared/text/english/crash.ts';
import { frameWords } from '../../shared/text/english/frame.ts';
import { refusalText, troubleText } from '../../shared/text/english/trouble.ts';
import type { Trouble } from '../../shared/wizard.ts';
import { useUndoAction } from '../undo-action.ts';
import { useCommands, useLastCrash, useOpenWizard, useRefusal } from '../wizard.tsx';
import type { Commands } from '../store.ts';
import type { Action } from './action.ts';
import { CopyButton } from './CopyBlock.tsx';
import { Disclosure } from './Disclosure.tsx';
import { Notice } from './Notice.tsx';

/** What went wrong, on whatever stage: told once, with what can be done about it. */
export function Troubles() {
  const { trouble } = useOpenWizard();
  return (
    <>
      <CrashNotice />
      {trouble !== null && <TroubleNotice trouble={trouble} />}
      <RefusalNotice />
    </>
  );
}

function TroubleNotice({ trouble }: { readonly trouble: Trouble }) {
  const commands = useCommands();
  const undoAll = useUndoAction();
  const undo = mayOfferUndo(trouble) ? undoAll : null;
  const { look } = useOpenWizard();
  const { title, text, details } = troubleText(trouble, look.facts.utcOffsetMinutes);
  const retry = retryOf(trouble, commands);
  // The data folder takes nothing now; what is known on the screen can be kept elsewhere.
  const save =
    trouble.kind === 'journal-failed'
      ? { label: frameWords.saveReport, run: () => commands.saveReport() }
      : null;
  const actions: readonly Action[] = [
    ...(retry === null ? [] : [retry]),
    ...(undo === null ? [] : [undo]),
    ...(save === null ? [] : [save]),
    { label: frameWords.putAway, run: () => commands.putTroubleAway() },
  ];
  return (
    <Notice
      tone="bad"
      title={title}
      announced="at-once"
      actions={actions}
      beside={<CopyButton what={{ kind: 'details' }} label={frameWords.copyDetails} />}
    >
      <p>{text}</p>
      {details !== null && <Details text={details} />}
    </Notice>
  );
}

/** Not while Setup runs; and one button is enough where it is the undo that is to be tried again. */
function mayOfferUndo(trouble: Trouble): boolean {
  return trouble.kind !== 'setup-running' && !(trouble.kind === 'journal-failed' && trouble.retry === 'undo');
}

/** What to do now, as a button; `null` where the stage has that button. */
function retryOf(trouble: Trouble, commands: Commands): Action | null {
  const retry = (run: () => unknown): Action => ({ label: frameWords.retry, run });
  const lookAgain = lookAgainAction(commands);
  switch (trouble.kind) {
    case 'journal-failed': {
      const { retry: call } = trouble;
      return call === null ? lookAgain : retry(() => commands[call]());
    }
    case 'setup-not-run':
      return retry(() => commands.runSetup());
    case 'setup-not-started':
      return retry(() => commands.checkSetup());
    case 'setup-end-unread':
    case 'setup-running':
    case 'mistake':
      return lookAgain;
    case 'report-not-saved':
      return retry(() => commands.saveReport());
    case 'report-not-printed':
      return retry(() => commands.printReport());
    case 'folder-unusable':
      return null;
    default:
      return assertNever(trouble);
  }
}

function lookAgainAction(commands: Commands): Action {
  return { label: frameWords.lookAgain, run: () => commands.lookAgain() };
}

/** A refused click is answered where it was made, and is not part of main's state. */
export function RefusalNotice() {
  const { refusal, putAway } = useRefusal();
  const commands = useCommands();
  if (refusal === null) return null;
  const { title, text, details } = refusalText(refusal);
  return (
    <Notice
      tone="warn"
      title={title}
      announced="at-once"
      actions={[
        ...(details === null ? [] : [lookAgainAction(commands)]),
        { label: frameWords.putAway, run: putAway },
      ]}
      beside={details !== null && <CopyButton what={{ kind: 'details' }} label={frameWords.copyDetails} />}
    >
      <p>{text}</p>
      {details !== null && <Details text={details} />}
    </Notice>
  );
}

function CrashNotice() {
  const { crash, putAway } = useLastCrash();
  const { look } = useOpenWizard();
  if (crash === null) return null;
  return (
    <Notice tone="warn" title={crashTitle} actions={[{ label: frameWords.putAway, run: putAway }]}>
      <p>{crashText(crash, look.facts.utcOffsetMinutes)}</p>
    </Notice>
  );
}

function Details({ text }: { readonly text: string }) {
  return (
    <Disclosure summary={frameWords.details} initially="folded">
      <pre>{text}</pre>
    </Disclosure>
  );
}
