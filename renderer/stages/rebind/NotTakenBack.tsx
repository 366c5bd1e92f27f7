import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { notTakenBackText } from '../../../shared/text/english/work.ts';
import type { WorkRow } from '../../../shared/screens/work-rows.ts';
import { Section, Sentences } from '../Section.tsx';

/** What stays although it was to be taken back, and why; nothing where all of it went well. */
export function NotTakenBack({ rows }: { readonly rows: readonly WorkRow[] }) {
  const texts = rows.flatMap(({ work, state }) =>
    work.kind === 'undo' && state.kind === 'not-taken-back' ? [notTakenBackText(work.change, state)] : [],
  );
  if (texts.length === 0) return null;
  return (
    <Section title={rebindWords.stays}>
      <Sentences texts={texts} />
    </Section>
  );
}
