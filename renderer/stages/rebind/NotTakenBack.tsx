import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { notTakenBackText } from '../../../shared/text/english/work.ts';
import type { WorkRow } from '../../../shared/screens/work-rows.ts';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { useOpenWizard } from '../../wizard.tsx';
import { Section, Sentences } from '../Section.tsx';

/** What stays although it was to be taken back, and why; nothing where all of it went well. */
export function NotTakenBack({ rows }: { readonly rows: readonly WorkRow[] }) {
  const texts = rows.flatMap(({ work, state }) =>
    'change' in work && state.kind === 'not-taken-back' ? [notTakenBackText(work.change, state)] : [],
  );
  const look = useOpenWizard().byHand.afterUndo;
  if (texts.length === 0) return null;
  return (
    <Section title={rebindWords.stays}>
      <Sentences texts={texts} />
      {look.length > 0 && (
        <CopyBlock label={rebindWords.look} lines={look} what={{ kind: 'look-commands' }} />
      )}
    </Section>
  );
}
