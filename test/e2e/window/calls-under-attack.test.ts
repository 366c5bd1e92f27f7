import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { electronForTests } from '../../../scripts/electron/for-tests.mjs';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import { callNames } from '../../../shared/contract.ts';
import type { ArgumentOf, CallName } from '../../../shared/contract.ts';
import { reviewWords } from '../../../shared/text/english/review.ts';
import { garbage } from './attacks/garbage.ts';
import { takeOver } from './attacks/raw.ts';
import { programs } from './programs.ts';
import { WindowApp } from './window-app.ts';

const refusedBy = (kind: string) => ({ kind: 'refused', because: { kind } });
const badArgument = (what: CallName) => ({ kind: 'refused', because: { kind: 'bad-argument', what } });

/** What every call takes; `begin` would begin. One that is forgotten here does not compile. */
const arguments_ = (planId: string): { readonly [Name in CallName]: ArgumentOf<Name> } => ({
  getState: undefined,
  lookAgain: undefined,
  goTo: { stage: 'diagnose' },
  choose: { choice: { kind: 'create', trust: 'leave-untrusted' } },
  begin: { planId },
  stopAfterThisChange: undefined,
  continueRescue: undefined,
  undo: undefined,
  undoChange: { rescue: 1, changeId: '1' },
  startOver: undefined,
  runSetup: undefined,
  checkSetup: undefined,
  startSetup: { offerId: '1' },
  followSetup: undefined,
  stopFollowing: undefined,
  switchScenario: { scenario: 'healthy' },
  copy: { what: { kind: 'plan' } },
  saveReport: undefined,
  printReport: undefined,
  putTroubleAway: undefined,
});

/** Every file of the data folder, by its hash, but for what Chromium keeps of its own. */
function everything(data: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(data, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => !path.startsWith(join(data, 'window')))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

describe.each(programs)('a page that was taken over, of the window $where', ({ prepare }) => {
  let electron: ElectronForTests;
  let window: WindowApp;
  let planId: string;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    electron = await prepare();
    window = await WindowApp.start(electron, electron.newFolder(), '--practice', 'expired-certificate');
    await takeOver(window, electron);
  });

  beforeEach(async () => {
    // As far as an administrator comes without changing anything: the next call would.
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'review' }));
    planId = (await window.open()).plan?.id ?? '';
    before = everything(window.data);
  });

  afterEach(async () => {
    // Nothing has changed, and main answers its own window.
    expect(everything(window.data)).toEqual(before);
    const { rescues, stage, activity, trouble } = await window.open();
    expect({ rescues: rescues.length, stage, activity, trouble }).toEqual({
      ...{ rescues: 0, stage: 'review', activity: { kind: 'idle' }, trouble: null },
    });
  });

  afterAll(async () => {
    await window.close();
    electron.remove();
  });

  it.each(callNames)('is refused %s with anything that it does not take', async (name) => {
    const answers = await window.page.evaluate((channel) => raw.bringGarbage(channel), name);
    expect(Object.keys(answers)).toEqual(Object.keys(garbage));
    const unsent = ['a function', 'a symbol'];
    for (const [what, answer] of Object.entries(answers)) {
      expect([what, answer]).toEqual([what, unsent.includes(what) ? 'not sent' : badArgument(name)]);
    }
  });

  it.each(callNames)('is refused %s with more than it takes', async (name) => {
    const answers = await window.page.evaluate(
      ([channel, given]) => raw.bringMore(channel, given ?? undefined),
      // Playwright passes no `undefined` on.
      [name, arguments_(planId)[name] ?? null] as const,
    );
    expect(answers.length).toBeGreaterThan(1);
    for (const answer of answers) expect(answer).toEqual(badArgument(name));
  });

  it('is refused a text of fifty million characters', async () => {
    const answer = await window.page.evaluate(() => raw.bringText('begin', 'planId', 50_000_000));
    expect(answer).toEqual(badArgument('begin'));
  });

  it('spoils no object of the main process', async () => {
    const polluted = await window.app.evaluate(() => 'polluted' in {} || 'force' in {});
    expect(polluted).toBe(false);
  });

  it.each(['', 'state', 'Begin', 'begin ', '__proto__', 'constructor', 'toString', 'readFile', 'eval'])(
    'finds nobody on the channel "%s"',
    async (channel) => {
      const answer = await window.page.evaluate((name) => {
        raw.send(name, { planId: '1' });
        return raw.invoke(name, { planId: '1' });
      }, channel);
      expect(answer).toMatch(/No handler registered/);
    },
  );

  it('does nothing by sending what has to be called', async () => {
    await window.page.evaluate((id) => {
      raw.send('begin', { planId: id });
    }, planId);
  });

  it.each(['0', '-1', ' ', '1e0', '１', '../1', 'constructor', '999'])(
    'begins no plan that was not shown: %s',
    async (id) => {
      const answer = await window.page.evaluate((given) => raw.invoke('begin', { planId: given }), id);
      expect(answer).toEqual(refusedBy('not-now'));
    },
  );

  it('begins no plan that is not shown any more', async () => {
    const answer = await window.page.evaluate(async (old) => {
      await cuRescue.choose({ choice: { kind: 'create', trust: 'leave-untrusted' } });
      const again = await raw.invoke('begin', { planId: old });
      await cuRescue.choose({ choice: { kind: 'create', trust: 'add-to-root' } });
      return again;
    }, planId);
    expect(answer).toEqual(refusedBy('not-now'));
  });

  it('begins no plan where it is not shown', async () => {
    const answer = await window.page.evaluate(async (id) => {
      await cuRescue.goTo({ stage: 'diagnose' });
      const there = await raw.invoke('begin', { planId: id });
      await cuRescue.goTo({ stage: 'review' });
      return there;
    }, planId);
    expect(answer).toEqual(refusedBy('not-now'));
  });

  it.each<[string, unknown]>([
    ['goTo', { stage: 'rebind' }],
    ['goTo', { stage: 'finish' }],
    ['stopAfterThisChange', undefined],
    ['continueRescue', undefined],
    ['undo', undefined],
    ['undoChange', { rescue: 1, changeId: '1' }],
    ['undoChange', { rescue: Number.MAX_SAFE_INTEGER, changeId: '__proto__' }],
    ['startOver', undefined],
    ['runSetup', undefined],
    ['checkSetup', undefined],
    ['startSetup', { offerId: '1' }],
    ['followSetup', undefined],
    ['stopFollowing', undefined],
    ['switchScenario', { scenario: '../../etc' }],
    ['copy', { what: { kind: 'change-commands', changeId: 'no such change' } }],
    ['copy', { what: { kind: 'look-commands' } }],
    ['copy', { what: { kind: 'thumbprint', thumbprint: 'F'.repeat(40) } }],
  ])('is refused what is out of place: %s %j', async (name, argument) => {
    const answer = await window.page.evaluate(([channel, given]) => raw.invoke(channel, given ?? undefined), [
      name,
      argument ?? null,
    ] as const);
    expect(answer).toEqual(refusedBy('not-now'));
  });

  it('chooses no certificate that the server does not have', async () => {
    const plan = await window.page.evaluate(async () => {
      await cuRescue.choose({
        choice: {
          kind: 'use',
          thumbprint: 'F'.repeat(40) as (ArgumentOf<'copy'>['what'] & { kind: 'thumbprint' })['thumbprint'],
        },
      });
      const state = await cuRescue.getState();
      await cuRescue.choose({ choice: { kind: 'create', trust: 'add-to-root' } });
      await cuRescue.goTo({ stage: 'review' });
      return state.kind === 'ok' && state.value.kind === 'open' ? state.value.plan : 'no answer';
    });
    expect(plan).toBeNull();
  });

  it('is refused every one of a thousand calls at once', async () => {
    const answers = await window.page.evaluate(() => raw.flood('begin', { planId: '999' }, 1000));
    expect(answers).toHaveLength(1000);
    for (const answer of answers) expect(answer).toEqual(refusedBy('not-now'));
  });

  it('opens one dialog, however often it asks for it', async () => {
    await window.app.evaluate(({ dialog }) => {
      const asked: (() => void)[] = [];
      Object.assign(globalThis, { asked });
      dialog.showSaveDialog = () =>
        new Promise((resolve) => {
          asked.push(() => {
            resolve({ canceled: true, filePath: '' });
          });
        });
    });
    const answering = window.page.evaluate(() => raw.flood('saveReport', undefined, 50));
    await window.until(() => true);
    const asked = await window.app.evaluate(() => {
      const { asked: all } = globalThis as unknown as { readonly asked: readonly (() => void)[] };
      for (const answer of all) answer();
      return all.length;
    });
    const answers = (await answering) as readonly { readonly kind: string }[];
    expect(asked).toBe(1);
    expect(answers.filter(({ kind }) => kind === 'ok')).toHaveLength(1);
  });

  it('is refused from a frame, from another window, and from nowhere', async () => {
    await window.page.evaluate(() => {
      document.body.append(document.createElement('iframe'));
    });
    const answers = await window.app.evaluate(
      async ({ app, BrowserWindow, ipcMain }, calls) => {
        const { webContents } = BrowserWindow.getAllWindows()[0]!;
        const other = new BrowserWindow({
          show: false,
          webPreferences: {
            session: webContents.session,
            sandbox: true,
            preload: `${app.getAppPath()}/out/preload/preload.cjs`,
          },
        });
        await other.loadURL(webContents.getURL());
        const { mainFrame } = webContents;
        const callers = [
          { sender: webContents, senderFrame: mainFrame.frames[0] },
          { sender: webContents, senderFrame: null },
          { sender: webContents, senderFrame: other.webContents.mainFrame },
          { sender: other.webContents, senderFrame: other.webContents.mainFrame },
          { sender: other.webContents, senderFrame: mainFrame },
        ];
        // As Electron calls them; there is no other way to say who calls.
        const { _invokeHandlers: handlers } = ipcMain as unknown as {
          readonly _invokeHandlers: ReadonlyMap<
            string,
            (event: object, argument: unknown) => Promise<unknown>
          >;
        };
        const answered: unknown[] = [];
        for (const caller of callers) {
          for (const [name, argument] of calls)
            answered.push(await handlers.get(name)!(caller, argument ?? undefined));
        }
        for (const [name, argument] of calls) {
          answered.push(
            await other.webContents.executeJavaScript(
              `cuRescue.${name}(${argument === null ? '' : JSON.stringify(argument)})`,
            ),
          );
        }
        const own = await handlers.get('getState')!(
          { sender: webContents, senderFrame: mainFrame },
          undefined,
        );
        other.destroy();
        return { answered, own: (own as { readonly kind: string }).kind };
      },
      Object.entries(arguments_(planId)).map(([name, argument]) => [name, argument ?? null] as const),
    );
    await window.page.evaluate(() => document.querySelector('iframe')?.remove());
    // Its own page is answered in the same way: it is who calls that counts.
    expect(answers.own).toBe('ok');
    expect(answers.answered).toHaveLength(6 * callNames.length);
    for (const answer of answers.answered) expect(answer).toEqual(refusedBy('not-allowed'));
  });

  it('is refused from any other address of its own', async () => {
    const answers = await window.page.evaluate(async (id) => {
      const all: unknown[] = [];
      for (const address of ['?elsewhere', '#elsewhere', 'elsewhere.html']) {
        history.pushState(null, '', address);
        all.push(await raw.invoke('begin', { planId: id }));
      }
      history.replaceState(null, '', 'app://cu-rescue/index.html');
      return all;
    }, planId);
    for (const answer of answers) expect(answer).toEqual(refusedBy('not-allowed'));
  });

  it('is refused from an empty page, and its own is brought back', async () => {
    const calls = Object.fromEntries(
      Object.entries(arguments_(planId)).map(([name, argument]) => [name, argument ?? null]),
    );
    const back = window.page.waitForURL('app://cu-rescue/index.html');
    await window.page.evaluate((brought) => {
      raw.callElsewhere(brought);
      location.href = 'about:blank';
    }, calls);
    await back;
    await window.page.getByRole('button', { name: reviewWords.copyPlan }).waitFor();
  });
});

describe('a plan that is shown', () => {
  it('is begun once, however often it is asked for, and never again', async () => {
    const electron = await electronForTests();
    const window = await WindowApp.start(electron, electron.newFolder(), '--practice', 'expired-certificate');
    await takeOver(window, electron);
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'review' }));
    const planId = (await window.open()).plan?.id ?? '';
    const ask = (times: number) =>
      window.page.evaluate(([id, often]) => raw.flood('begin', { planId: id }, often), [
        planId,
        times,
      ] as const);
    const answers = await ask(100);
    await window.arrived('rebind');
    const done = everything(window.data);
    const again = await ask(100);
    expect(
      [...answers, ...again].filter(
        (answer) => JSON.stringify(answer) !== JSON.stringify(refusedBy('not-now')),
      ),
    ).toEqual([{ kind: 'ok', value: undefined }]);
    expect((await window.open()).rescues).toHaveLength(1);
    expect(everything(window.data)).toEqual(done);
    await window.close();
    electron.remove();
  });
});
