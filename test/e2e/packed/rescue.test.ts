import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programForTests } from '../../../scripts/electron/for-tests.mjs';
import { presentPack, program } from '../../../scripts/package/pack.mjs';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { textOfPdf } from '../window/pdf.ts';
import { WindowApp } from '../window/window-app.ts';
import { rebind } from '../window/window-bench.ts';

const electron = await programForTests(join(presentPack('test'), program));

describe('the packed app', () => {
  let window: WindowApp;
  beforeAll(async () => {
    window = await WindowApp.start(electron, electron.newFolder(), '--practice', 'expired-certificate');
  });
  afterAll(async () => {
    await window.close();
    electron.remove();
  });

  it('is the one that was packed, with its page in the sandbox of the operating system', async () => {
    const { packed, page, name } = await window.app.evaluate(({ app, BrowserWindow }) => ({
      packed: app.getAppPath(),
      page: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      name: app.isPackaged,
    }));
    expect([packed.endsWith(join('resources', 'app.asar')), name]).toEqual([true, true]);
    // 2: system calls are filtered.
    expect(readFileSync(`/proc/${String(page)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  });

  it('loads koffi, whose native part lies outside the archive', async () => {
    const version = await window.app.evaluate(() => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- code that is evaluated has no require of its own
      const koffi = process.mainModule?.require('koffi') as { readonly version: string };
      return koffi.version;
    });
    expect(version).toMatch(/^3\./);
  });

  it('goes from the first screen to the saved report', async () => {
    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    await window.press(rebindWords.runSetup);
    await window.press(rerunWords.run);
    await window.press(rerunWords.seeReport);
    await window.arrived('finish');
    expect(textOfPdf((await window.reportSaved()).pdf)).toContain('Recovery of EX01.contoso.local');
  });
});
