import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { practiceFolder } from '../../../../electron/server/open-server.ts';
import { setupLogFile, stateFile } from '../../../../electron/server/practice/store.ts';
import { diagnoseWords } from '../../../../shared/text/english/diagnose.ts';
import { picture } from './camera.ts';
import { holdReaders } from './held-file.ts';
import { photoBench } from './photo-bench.ts';
import { unfold } from '../window-bench.ts';

const { open, data } = await photoBench();

describe('Diagnose', () => {
  it('a certificate at fault', async () => {
    const window = await open('expired-certificate');
    await picture(window, '1-diagnose');
    await unfold(window);
    await picture(window, '1-diagnose-unfolded');
    await window.press(diagnoseWords.switchScenario);
    await picture(window, '1-diagnose-scenarios');
  });

  it.each([
    ['unreadable-key', '1-diagnose-key'],
    ['back-end-lost', '1-diagnose-back-end'],
    ['one-binding-expired', '1-diagnose-one-binding'],
    ['self-signed-expired', '1-diagnose-all-bindings'],
    ['not-the-certificate', '1-not-the-certificate'],
    ['internal-transport', '1-transport-certificate'],
    ['healthy', '1-nothing-to-do'],
  ])('%s', async (scenario, name) => {
    await picture(await open(scenario), name);
  });

  it('what else is worth knowing', async () => {
    const window = await open('guarded-front-end', ({ pendingReboot }) => {
      pendingReboot.push('PendingFileRenameOperations');
    });
    await picture(window, '1-diagnose-warnings');
  });

  it('a binding whose certificate is not there', async () => {
    const window = await open('expired-certificate', (state) => {
      state.certificates.splice(
        0,
        state.certificates.length,
        ...state.certificates.filter(({ friendlyName }) => friendlyName !== 'mail.contoso.com'),
      );
    });
    await picture(window, '1-diagnose-certificate-gone');
  });

  it('a log that is not there', async () => {
    const window = await open('expired-certificate');
    rmSync(join(data, practiceFolder, setupLogFile));
    await window.press(diagnoseWords.lookAgain);
    await window.until((state) => state.kind === 'open' && state.look.facts.setup.kind === 'unknown');
    await window.arrived('diagnose');
    await picture(window, '1-diagnose-log-unread');
  });

  it('nothing that can be read', async () => {
    const window = await open('expired-certificate');
    writeFileSync(join(data, practiceFolder, stateFile), 'no server any more');
    await window.press(diagnoseWords.lookAgain);
    await window.until((state) => state.kind === 'open' && state.look.facts.records.kind === 'unknown');
    await window.arrived('diagnose');
    await picture(window, '1-diagnose-unknown');
  });

  it('a server that is slow to answer', async () => {
    const window = await open('expired-certificate');
    const release = holdReaders(join(data, practiceFolder, stateFile));
    await window.press(diagnoseWords.lookAgain);
    await window.until((state) => state.kind === 'open' && state.waiting !== null);
    await picture(window, '1-diagnose-waiting');
    release();
    await window.arrived('diagnose');
  });
});
