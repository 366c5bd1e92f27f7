import { useState } from 'react';
import type { Copied } from '../../shared/contract.ts';
import type { Action } from '../ui/action.ts';
import { useCommands } from '../wizard.tsx';

/** A copy as a button of the bar, and whether it has been made: the bar says so. */
export function useCopyAction(
  label: string,
  what: Copied,
): { readonly copy: Action; readonly state: 'not-copied' | 'copied' } {
  const commands = useCommands();
  const [state, setState] = useState<'not-copied' | 'copied'>('not-copied');
  const run = async () => {
    setState('not-copied');
    const result = await commands.copy({ what });
    if (result.kind === 'ok') setState('copied');
  };
  return { copy: { label, run }, state };
}
