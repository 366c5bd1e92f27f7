// Takes a picture of every stage, light and dark, into assets/screenshots: npm run screenshots.
// It walks through real rescues on practice servers, so a picture shows what an administrator sees.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { electronForTests } from './electron/for-tests.mjs';
import { root } from './places.mjs';

const folder = join(root, 'assets', 'screenshots');
const themes = ['light', 'dark'];
/** It is seen in the pictures, so it has a name that says what it is. */
const data = join(tmpdir(), 'CU Rescue');

mkdirSync(folder, { recursive: true });
const electron = await electronForTests();
try {
  await inWindow('expired-certificate', async (window) => {
    await window.picture('1-diagnose');
    await window.go('certificate');
    await window.picture('2-certificate');
    await window.go('review');
    await window.picture('3-review');
    await window.begin();
    await window.picture('4-rebind');
    await window.go('rerun-setup');
    await window.picture('5-rerun-setup');
    await window.call('runSetup');
    await window.until(({ setup }) => setup.progress.tasksDone.length > 3);
    await window.picture('5-rerun-setup-running');
    await window.until(({ activity }) => activity.kind === 'idle');
    await window.picture('5-rerun-setup-ended');
    await window.go('finish');
    await window.picture('6-finish');
  });
  await inWindow('not-the-certificate', (window) => window.picture('not-the-certificate'));
  await inWindow('healthy', (window) => window.picture('nothing-to-do'));
  await inWindow('no-self-signed', async (window) => {
    await window.go('certificate');
    await window.picture('2-certificate-new');
    await window.go('review');
    await window.begin();
  });
  cutOffBeforeTheLastWord();
  await inWindow(null, (window) => window.picture('unfinished'));
} finally {
  rmSync(data, { recursive: true, force: true });
  electron.remove();
}

/** Opens the window on a new server of this scenario, or on the one that is there; does the work, and closes it. */
async function inWindow(scenario, work) {
  if (scenario !== null) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data);
    electron.handOver(data);
  }
  const words = [...electron.args, '--data', data, ...(scenario === null ? [] : ['--practice', scenario])];
  const { executablePath, env } = electron;
  const app = await _electron.launch({ executablePath, args: words, env, chromiumSandbox: true });
  try {
    const page = await app.firstWindow();
    const call = (name, argument) =>
      page.evaluate(([called, given]) => globalThis.cuRescue[called](given), [name, argument]);
    const state = async () => (await call('getState')).value;
    const until = async (condition) => {
      // Each question is a round trip to the window; there is nothing else to do meanwhile.
      for (;;) {
        const now = await state();
        if (now.kind === 'open' && condition(now)) return;
      }
    };
    const idle = () => until(({ activity }) => activity.kind === 'idle');
    await idle();
    await work({
      call,
      until,
      go: (stage) => call('goTo', { stage }),
      async begin() {
        await call('begin', { planId: (await state()).plan.id });
        await idle();
      },
      async picture(name) {
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
        }
      },
    });
  } finally {
    await app.close();
  }
}

/** As if the power had gone right after the last change was made. */
function cutOffBeforeTheLastWord() {
  const path = join(data, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.includes('"change-about-to"'));
  writeFileSync(path, `${lines.slice(0, last + 1).join('\n')}\n`);
}
