import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { practiceFolder } from '../../../../electron/server/open-server.ts';
import { stateFile } from '../../../../electron/server/practice/store.ts';
import { diagnoseWords } from '../../../../shared/text/english/diagnose.ts';
import { rebind } from '../window-bench.ts';
import type { WindowApp } from '../window-app.ts';
import { picture } from './camera.ts';
import { holdReaders } from './held-file.ts';
import { photoBench } from './photo-bench.ts';

const { bench, open, again, data } = await photoBench();

/** Whoever saves a report says this place. */
function saveAt(window: WindowApp, path: string): Promise<void> {
  return window.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

describe('where something is wrong with this program', () => {
  it('the server is looked at for the first time', async () => {
    await bench.close(await open('expired-certificate'));
    const release = holdReaders(join(data, practiceFolder, stateFile));
    const window = await bench.appear(data);
    await picture(window, '0-opening');
    release();
    await window.arrived('diagnose');
  });

  it('the folder is open elsewhere', async () => {
    await open('expired-certificate');
    await picture(await again(), '0-shut-held');
  });

  it('the journal is damaged', async () => {
    const window = await open('expired-certificate');
    await rebind(window, /^Replace /);
    await window.reportSaved();
    await bench.close(window);
    writeFileSync(join(data, 'journal.jsonl'), 'not a journal\nat all\n');
    await picture(await again(), '0-shut-damaged');
  });

  it('the folder cannot be written', async () => {
    await bench.close(await open('expired-certificate'));
    chmodSync(data, 0o555);
    const window = await again();
    await picture(window, '0-shut-folder');
    chmodSync(data, 0o755);
  });

  it('a report cannot be saved, and then it can', async () => {
    const window = await open('expired-certificate');
    await saveAt(window, '/nowhere/found.pdf');
    await window.press(diagnoseWords.saveFound);
    await window.page.getByRole('alert').waitFor();
    await picture(window, '0-trouble');
    await saveAt(window, join(data, 'found.pdf'));
    await window.press(diagnoseWords.saveFound);
    await window.until((state) => state.kind === 'open' && state.savedAs !== null);
    await picture(window, '0-saved');
  });

  it('a mistake of this program', async () => {
    const window = await open('expired-certificate');
    await window.app.evaluate(({ ipcMain }) => {
      ipcMain.removeHandler('lookAgain');
      ipcMain.handle('lookAgain', () => ({
        kind: 'refused',
        because: {
          kind: 'mistake',
          details: 'TypeError: records is not iterable\n    at look (main.cjs:1:20481)',
        },
      }));
    });
    await window.press(diagnoseWords.lookAgain);
    await window.page.getByRole('alert').waitFor();
    await picture(window, '0-mistake');
  });
});
