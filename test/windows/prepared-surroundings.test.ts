import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wineHere } from '../../scripts/wine/for-tests.mjs';
import type { FolderProblem } from '../../electron/data-folder.ts';
import { commandPromptWord } from '../../shared/prompt-words.ts';
import { accounts } from '../../shared/security-descriptor.ts';
import { commandPrompt } from '../fixtures/hostile/prompts.ts';
import { hostileTexts } from '../fixtures/hostile/texts.ts';
import { nightClock } from '../fixtures/practice.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';

/** Wine takes its own program, whatever lies there, unless it is told. */
const nativeProgram = [
  'Windows Registry Editor Version 5.00',
  '[HKEY_CURRENT_USER\\Software\\Wine\\DllOverrides]\r\n"wevtutil.exe"="native"',
  '',
].join('\r\n\r\n');

const event =
  "<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
  "<Provider Name='Schannel'/><EventID>36870</EventID><TimeCreated SystemTime='2026-03-01T01:00:00.5Z'/>" +
  '</System><EventData/></Event></Events>';

const prepared = String.raw`C:\prepared`;

describeOnWine('a Windows', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());

  const here = (path: string) => join(exchange.world.driveC, path);

  it('hands every word of a command that is shown to its program as it is, by its Command Prompt', async () => {
    const { world } = exchange;
    const plain = Object.values(hostileTexts).filter((text) => text.length < 500);
    const more = ['R&D (old) ^ x', 'a;b,c=d', "it's", 'D:\\CU 15\\setup.exe', 'x!y', '~1', '[::]:443'];
    // A file of commands is read in a code page, and what is typed is not.
    const texts = [...plain, ...more].filter((text) => /^[ -~]*$/.test(text));
    const words = texts.flatMap((text) => {
      const written = commandPromptWord(text);
      return written === null ? [] : [{ text, written }];
    });
    expect(words.length).toBeGreaterThan(10);
    const print = "require('fs').writeFileSync('C:/words.json', JSON.stringify(process.argv.slice(2)))";
    writeFileSync(here('print.cjs'), print);
    const line = [
      String.raw`@C:\cu-rescue-bridge\node.exe C:\print.cjs`,
      ...words.map(({ written }) => written),
    ].join(' ');
    expect(commandPrompt(line.slice(1)).slice(2)).toEqual(words.map(({ text }) => text));
    writeFileSync(here('line.cmd'), `${line}\r\n`);
    await world.run('cmd', ['/c', String.raw`C:\line.cmd`]);
    expect(JSON.parse(readFileSync(here('words.json'), 'utf8'))).toEqual(words.map(({ text }) => text));
  });

  describe('in which somebody has prepared what a program finds', () => {
    beforeAll(async () => {
      const { world } = exchange;
      const wine = wineHere();
      if (wine.kind === 'missing') throw new Error(wine.because);
      const folder = join(world.driveC, 'prepared');
      mkdirSync(join(world.driveC, 'events'));
      writeFileSync(join(world.driveC, 'events/all.xml'), event);
      // In the folder of the program, in the one that it works in, and in the one that the environment names.
      for (const place of [folder, join(folder, 'System32'), join(world.driveC, 'cu-rescue-bridge')]) {
        mkdirSync(place, { recursive: true });
        copyFileSync(wine.standIn('wevtutil'), join(place, 'wevtutil.exe'));
      }
      // So that it is told from one that is found elsewhere.
      rmSync(join(world.driveC, 'windows/system32/wevtutil.exe'));
      await world.registry.import(nativeProgram);
      await world.call('surroundings.prepare', [
        prepared,
        {
          PATH: prepared,
          SystemRoot: prepared,
          windir: prepared,
          ComSpec: `${prepared}\\wevtutil.exe`,
          ProgramData: prepared,
          ALLUSERSPROFILE: prepared,
        },
      ]);
    });

    function take(name: string, altered?: Alterations): Promise<FolderProblem | null> {
      const words = [`C:\\${name}`, ...(altered === undefined ? [] : [altered])];
      return exchange.world.call('surroundings.dataFolder', words) as Promise<FolderProblem | null>;
    }

    it('runs no program from there', async () => {
      const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered: {} });
      if (opened.kind === 'problem') throw new Error(JSON.stringify(opened.problem));
      const { windowsEvents } = await opened.value.inspect();
      await opened.value.close();
      const tried = String.raw`C:\windows\system32\wevtutil.exe`;
      expect(windowsEvents).toEqual({ kind: 'unknown', because: { code: 'ENOENT', tried } });
    });

    it('keeps its rescues where Windows says, not where the environment does', async () => {
      expect(await exchange.world.call('surroundings.programData', [])).toBe(String.raw`C:\ProgramData`);
    });

    it('makes the folder of its rescues so that nobody else can enter, also those above it', async () => {
      expect(await take(String.raw`above\data`)).toBeNull();
      // Wine keeps of a list what a mode can say; Administrators are its group.
      for (const path of ['above', 'above/data']) expect(statSync(here(path)).mode & 0o007).toBe(0);
      expect(await take(String.raw`above\data`)).toBeNull();
    });

    it('takes no folder that everybody may write in', async () => {
      mkdirSync(here('open'));
      chmodSync(here('open'), 0o777);
      const directory = String.raw`C:\open`;
      const who = [accounts.everyone];
      expect(await take('open')).toEqual({ kind: 'open-to-others', directory, who });
      chmodSync(here('open'), 0o755);
      expect(await take('open')).toBeNull();
    });

    it.runIf(process.getuid?.() === 0)('takes no folder that somebody else has made', async () => {
      mkdirSync(here('theirs'));
      chownSync(here('theirs'), 4711, 4711);
      expect(await take('theirs')).toMatchObject({ kind: 'of-another', directory: String.raw`C:\theirs` });
    });

    it('takes no folder that is a link, or lies behind one', async () => {
      symlinkSync('prepared', here('link'));
      const [directory, to] = [String.raw`C:\link`, prepared];
      expect(await take('link')).toEqual({ kind: 'leads-elsewhere', directory, to });
      expect(await take(String.raw`link\System32`)).toMatchObject({ kind: 'leads-elsewhere' });
    });

    it('says what Windows answers where a folder cannot be made or asked', async () => {
      const refused = { result: 0, lastError: 5 };
      const [made, asked] = ['not-made', 'above'].map((name) => `C:\\${name}`);
      expect(await take('not-made', { answers: { CreateDirectoryW: refused } })).toEqual({
        kind: 'cannot-be-made',
        directory: made,
        code: '5',
      });
      expect(await take('above', { answers: { GetKernelObjectSecurity: refused } })).toEqual({
        kind: 'not-writable',
        directory: asked,
        code: '5',
      });
    });
  });
});
