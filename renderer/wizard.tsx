import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LastCrash, OpenWizard, WizardState } from '../shared/wizard.ts';
import type { Refusal } from '../shared/contract.ts';
import type { Commands, Connection } from './store.ts';

/** Tells the time, ISO 8601, UTC; passed in so that tests can stop it. */
export type Now = () => string;

interface Wizard {
  readonly connection: Connection;
  readonly now: Now;
}

const WizardContext = createContext<Wizard | null>(null);

/** Gives every component below it the state of the wizard, its commands and the time. */
export function WizardProvider(props: Wizard & { readonly children: ReactNode }) {
  const { children, ...wizard } = props;
  return <WizardContext.Provider value={wizard}>{children}</WizardContext.Provider>;
}

function useWizardContext(): Wizard {
  const wizard = useContext(WizardContext);
  if (wizard === null) throw new Error('Outside of a WizardProvider');
  return wizard;
}

/** The state as the main process told it last. */
export function useWizardState(): WizardState {
  return useStore(useWizardContext().connection.store, ({ wizard }) => wizard);
}

/** The state on every screen but the first two; throws (a bug) on those. */
export function useOpenWizard(): OpenWizard {
  const state = useWizardState();
  if (state.kind !== 'open') throw new Error(`The wizard is ${state.kind}, not open`);
  return state;
}

/** Every call that changes something. A refused one is told in the window; the answer says so as well. */
export function useCommands(): Commands {
  return useWizardContext().connection.commands;
}

/** Why the last call was refused; `null` when it was not, or when that was put away. */
export function useRefusal(): { readonly refusal: Refusal | null; readonly putAway: () => void } {
  const { store, putRefusalAway } = useWizardContext().connection;
  return { refusal: useStore(store, ({ refusal }) => refusal), putAway: putRefusalAway };
}

/** How this program ended by itself the last time; `null` when it did not, or when that was put away. */
export function useLastCrash(): { readonly crash: LastCrash | null; readonly putAway: () => void } {
  const { lastCrash } = useOpenWizard();
  const { store, putCrashAway } = useWizardContext().connection;
  const notice = useStore(store, ({ crashNotice }) => crashNotice);
  return { crash: notice === 'shown' ? lastCrash : null, putAway: putCrashAway };
}

/** The time, told anew every second. */
export function useNow(): string {
  const { now } = useWizardContext();
  const [told, setTold] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => {
      setTold(now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [now]);
  return told;
}
