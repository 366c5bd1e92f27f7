import { useState } from 'react';
import type { Copied } from '../../shared/contract.ts';
import type { Action } from '../ui/action.ts';
import { useCommands } from '../wizard.tsx';

/**
 * A copy as a button of the bar, and whether it has been made: the bar says so.
 * @param occasion what it was made for: once that is another, nothing has been copied for it yet
 */
export function useCopyAction(
  label: string,
  what: Copied,
  occasion = '',
): { readonly copy: Action; readonly state: 'not-copied' | 'copied' } {
  const commands = useCommands();
  const [copiedFor, setCopiedFor] = useState<string | null>(null);
  const run = async () => {
    setCopiedFor(null);
    const result = await commands.copy({ what });
    if (result.kind === 'ok') setCopiedFor(occasion);
  };
  return { copy: { label, run }, state: copiedFor === occasion ? 'copied' : 'not-copied' };
}
