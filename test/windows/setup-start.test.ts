import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { wineHere } from '../../scripts/wine/for-tests.mjs';
import type { JudgedSetup } from '../../shared/setup-start.ts';
import { nightClock } from '../fixtures/practice.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { authorityCertificate, sign, type Signer } from './signing.ts';

const microsoft = { organization: 'Microsoft Corporation', commonName: 'Microsoft Corporation' };
/** What a folder of an administrator's may be called. */
const media = "C:\\CU's 14 (1) & %TEMP% ü";
const program = `${media}\\setup.exe`;
const switches = ['/m:Upgrade', '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF', '/DoNotEnableEP'];
const forEver = new AbortController().signal;

describeOnWine('starting Setup', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    const der = authorityCertificate();
    await exchange.world.tools.addCertificate({ der, store: 'Root', friendlyName: null, key: null });
  });
  afterAll(() => exchange.dispose());

  /** A path of Windows as Linux sees it. */
  const at = (path: string) => join(exchange.world.driveC, path.replace(/^C:\\/, '').replaceAll('\\', '/'));
  const record = 'C:\\setup-started.txt';
  const waits = 'C:\\setup-waits';
  const link = 'C:\\link';
  beforeEach(() => {
    for (const path of [media, record, waits, link]) rmSync(at(path), { recursive: true, force: true });
  });

  function place(as: Signer | null, path = program): void {
    const wine = wineHere();
    if (wine.kind === 'missing') throw new Error(wine.because);
    const unsigned = wine.standIn('setup');
    mkdirSync(dirname(at(path)), { recursive: true });
    rmSync(at(path), { force: true });
    if (as === null) copyFileSync(unsigned, at(path));
    else sign(unsigned, as, at(path));
  }

  /** The server on a Windows where some calls answer otherwise. */
  async function altered(altered: Alterations) {
    const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered });
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    return opened.value;
  }

  async function refusal(path = program, server = exchange.server) {
    const answer = await server.judgeSetup(path);
    return answer.kind === 'refused' ? answer.because : null;
  }

  async function judged(): Promise<JudgedSetup> {
    const answer = await exchange.server.judgeSetup(program);
    if (answer.kind === 'refused') throw new Error(`Refused: ${answer.because.kind}`);
    return answer.judged;
  }

  const start = (confirmed: JudgedSetup, until = forEver, words = switches, server = exchange.server) =>
    server.startSetup(
      { command: { program, switches: words, command: 'what the screen shows' }, judged: confirmed },
      until,
    );

  /** What setup.exe has told of this kind. */
  const told = (what: 'argument' | 'variable' | 'folder') =>
    readFileSync(at(record), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${what} `))
      .map((line) => line.slice(what.length + 1));

  it('starts what Microsoft has signed, with the very words that were confirmed', async () => {
    place(microsoft);
    const confirmed = await judged();
    expect(confirmed.signer).toBe('Microsoft Corporation');
    expect(existsSync(at(record))).toBe(false);
    expect(await start(confirmed)).toEqual({ kind: 'ended', status: 3 });
    expect(told('argument')).toEqual([program, ...switches]);
    expect(told('folder')).toEqual([media]);
  });

  it('hands over every word as it is', async () => {
    place(microsoft);
    const words = ['', 'two words', 'a "quote"', 'ends\\', 'two words\\', '\\"', 'a\\\\"b', '%PATH%', 'ü'];
    await start(await judged(), forEver, words);
    expect(told('argument')).toEqual([program, ...words]);
  });

  it('keeps no handle of what it has started', async () => {
    place(microsoft);
    const confirmed = await judged();
    // The first one loads what stays loaded.
    await start(confirmed);
    const before = await exchange.world.tools.resources();
    for (let time = 0; time < 3; time += 1) await start(confirmed);
    const after = await exchange.world.tools.resources();
    expect(after.handles).toBe(before.handles);
  });

  it('gives it the environment of the machine, and nothing that anybody else has put in', async () => {
    place(microsoft);
    await exchange.world.registry.import(
      [
        'Windows Registry Editor Version 5.00',
        '[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control\\Session Manager\\Environment]\r\n"ExchangeInstallPath"="C:\\\\Exchange\\\\"',
        '[HKEY_CURRENT_USER\\Environment]\r\n"COR_PROFILER"="C:\\\\bad.dll"',
        '',
      ].join('\r\n\r\n'),
    );
    await start(await judged());
    const variables = told('variable');
    expect(variables).toContain('ExchangeInstallPath=C:\\Exchange\\');
    expect(variables.map((one) => one.replace(/=.*/, '').toUpperCase())).toEqual(
      expect.arrayContaining(['PATH', 'SYSTEMROOT', 'TEMP', 'USERNAME', 'USERPROFILE']) as unknown,
    );
    // What the process that starts it was given, and what the user has set for himself.
    expect(variables.filter((one) => /^(XDG_RUNTIME_DIR|LANG|COR_PROFILER)=/i.test(one))).toEqual([]);
  });

  it.each<[string, Signer, string]>([
    ['of another name', { organization: 'Contoso', commonName: 'Microsoft Corporation' }, 'Contoso'],
    [
      'that only begins so',
      { ...microsoft, organization: 'Microsoft Corporation Ltd' },
      'Microsoft Corporation Ltd',
    ],
    ['in other letters', { ...microsoft, organization: 'MICROSOFT CORPORATION' }, 'MICROSOFT CORPORATION'],
    ['without a name', { ...microsoft, organization: null }, 'CN=Microsoft Corporation'],
  ])('refuses the signature of an organization %s, and says whose it is', async (_, as, signer) => {
    place(as);
    expect(await refusal()).toEqual({ kind: 'signed-by-other', path: program, signer });
  });

  it('refuses what two organizations have signed as one', async () => {
    place({ ...microsoft, organization: ['Microsoft Corporation', 'Contoso'] });
    expect(await refusal()).toMatchObject({ kind: 'signed-by-other', path: program });
  });

  it('refuses what nobody has signed, and what cannot be signed', async () => {
    place(null);
    expect(await refusal()).toEqual({ kind: 'not-signed', path: program });
    writeFileSync(at(program), 'no program');
    expect(await refusal()).toEqual({ kind: 'not-signed', path: program });
  });

  it('refuses a file of which one bit is not as it was signed', async () => {
    place(microsoft);
    const bytes = readFileSync(at(program));
    bytes[0x600] = bytes[0x600]! ^ 1;
    writeFileSync(at(program), bytes);
    expect(await refusal()).toEqual({ kind: 'signature-broken', path: program });
  });

  it('refuses what is not there', async () => {
    expect(await refusal()).toMatchObject({ kind: 'not-there', path: program, because: { code: '3' } });
    mkdirSync(at(media));
    expect(await refusal()).toMatchObject({ kind: 'not-there', because: { code: '2' } });
    expect(await refusal('\\\\no-such-server\\share\\setup.exe')).toMatchObject({ kind: 'not-there' });
  });

  it.each([
    'setup.exe',
    'C:setup.exe',
    '\\setup.exe',
    'C:\\media\\..\\setup.exe',
    'C:/media/setup.exe',
    'C:\\media\\\\setup.exe',
    'C:\\media\\setup.exe:stream',
    'C:\\media" /x "\\setup.exe',
    '\\\\.\\C:\\setup.exe',
    '\\\\?\\C:\\setup.exe',
    '\\\\server\\setup.exe',
    'C:\\media\\set\nup.exe',
  ])('refuses a path that is not whole, or that Windows reads in other ways: %j', async (path) => {
    expect(await refusal(path)).toEqual({ kind: 'not-a-whole-path', path });
  });

  it('refuses a link, and says where it leads', async () => {
    place(microsoft);
    symlinkSync(at(media), at(link));
    expect(await refusal(`${link}\\setup.exe`)).toEqual({
      kind: 'leads-elsewhere',
      path: `${link}\\setup.exe`,
      to: program,
    });
  });

  it('refuses another file than the one that was confirmed, whoever has signed it', async () => {
    place(microsoft);
    const confirmed = await judged();
    // Behind the signature, where it does not break it, is room for another byte.
    place({ ...microsoft, commonName: 'Microsoft Windows' });
    expect(await start(confirmed)).toEqual({ kind: 'refused', because: { kind: 'replaced', path: program } });
    place({ ...microsoft, organization: 'Contoso' });
    expect(await start(confirmed)).toMatchObject({ because: { kind: 'signed-by-other' } });
    appendFileSync(at(program), 'more');
    expect(await start(confirmed)).toMatchObject({ kind: 'refused' });
    expect(existsSync(at(record))).toBe(false);
  });

  it.each(['WinVerifyTrust', 'CreateProcessW'])(
    'lets nobody write, rename or delete the file from when it is judged until it is started: during %s',
    async (call) => {
      place(microsoft);
      const confirmed = await judged();
      const server = await altered({ hangs: [call] });
      void start(confirmed, forEver, switches, server).catch(() => undefined);
      const script = `
        const fs = require('fs');
        const file = ${JSON.stringify(program)}, folder = ${JSON.stringify(media)};
        const tried = [
          () => fs.closeSync(fs.openSync(file, 'r+')),
          () => fs.renameSync(file, file + '.old'),
          () => fs.unlinkSync(file),
        ];
        // It is opened at some time: until then it may be written.
        const look = () => {
          const codes = tried.slice(0, 1).map(codeOf);
          if (codes[0] === 'none') return setImmediate(look);
          console.log(JSON.stringify(tried.map(codeOf)));
        };
        const codeOf = (deed) => { try { deed(); return 'none'; } catch (error) { return error.code; } };
        look();`;
      const { stdout, stderr } = await exchange.world.run('node.exe', ['-e', script]);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(['EBUSY', 'EBUSY', 'EBUSY']);
      expect(existsSync(at(record))).toBe(false);
    },
  );

  it('does not start what nobody waits for any more', async () => {
    place(microsoft);
    // Were it asked to start anything, it would say so.
    const server = await altered({ answers: { CreateProcessW: { result: 0, lastError: 740 } } });
    const left = await start(await judged(), AbortSignal.abort(), switches, server);
    expect(left).toEqual({ kind: 'left' });
  });

  it('leaves it alone once it runs', async () => {
    place(microsoft);
    // By this folder the inspection knows the media of Exchange.
    mkdirSync(at(`${media}\\Setup\\ServerRoles`), { recursive: true });
    writeFileSync(at(waits), '');
    const leave = new AbortController();
    const starting = start(await judged(), leave.signal);
    const running = async () => {
      const { setupState } = await exchange.server.inspect();
      return setupState.kind === 'read' ? setupState.value.processes : [];
    };
    while ((await running()).length === 0);
    leave.abort();
    expect(await starting).toEqual({ kind: 'left' });
    expect(await running()).toEqual(['setup.exe']);
    rmSync(at(waits));
    while ((await running()).length > 0);
  });

  it('tells what Windows answers when it does not start it, or cannot judge it', async () => {
    place(microsoft);
    const confirmed = await judged();
    const elevation = await altered({ answers: { CreateProcessW: { result: 0, lastError: 740 } } });
    expect(await start(confirmed, forEver, switches, elevation)).toEqual({
      kind: 'refused',
      because: { kind: 'not-created', path: program, because: { code: '740', tried: 'CreateProcessW' } },
    });
    const untrusted = await altered({ answers: { WinVerifyTrust: { result: 0x800b0109 - 2 ** 32 } } });
    const because = { code: '0x800B0109', tried: 'WinVerifyTrust' };
    expect(await refusal(program, untrusted)).toEqual({ kind: 'not-judged', path: program, because });
    const nobody = await altered({ answers: { WTHelperProvDataFromStateData: { result: null } } });
    expect(await refusal(program, nobody)).toMatchObject({ because: { code: 'NO_SIGNER' } });
    const empty = await altered({ answers: { CreateFileW: { result: -1, lastError: 21 } } });
    expect(await refusal(program, empty)).toMatchObject({ kind: 'not-there', because: { code: '21' } });
    const locked = await altered({ answers: { CreateFileW: { result: -1, lastError: 32 } } });
    expect(await refusal(program, locked)).toMatchObject({ kind: 'not-judged', because: { code: '32' } });
  });

  it.each([
    ['started', microsoft],
    ['refused', { ...microsoft, organization: 'Contoso' }],
    ['not signed', null],
  ])('holds the file no longer than it takes: %s', async (_, as) => {
    place(as);
    if ((await refusal()) === null) await start(await judged());
    const script = `require('fs').renameSync(${JSON.stringify(program)}, ${JSON.stringify(`${program}.old`)})`;
    expect(await exchange.world.run('node.exe', ['-e', script])).toMatchObject({ status: 0 });
  });
});
