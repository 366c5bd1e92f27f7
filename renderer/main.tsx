import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { WindowApi } from '../shared/contract.ts';
import { App } from './App.tsx';
import { connect } from './store.ts';
import './styles/tokens.css';
import './styles/base.css';
import { noteWhatIsUsed } from './used.ts';
import { WizardProvider } from './wizard.tsx';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly cuRescue: WindowApi;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
noteWhatIsUsed(document);
createRoot(root).render(
  <StrictMode>
    <WizardProvider connection={connect(window.cuRescue)} now={() => new Date().toISOString()}>
      <App />
    </WizardProvider>
  </StrictMode>,
);
