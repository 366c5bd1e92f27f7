import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { lockDown } from '../../electron/security.ts';

class Program extends EventEmitter {
  sandbox: 'off' | 'on' = 'off';
  driver: 'of the graphics card' | 'none' = 'of the graphics card';
  readonly commandLine = { appendSwitch: () => undefined, removeSwitch: () => undefined };

  enableSandbox() {
    this.sandbox = 'on';
  }

  disableHardwareAcceleration() {
    this.driver = 'none';
  }
}

/** What a page does that it may not, as Electron asks main about it. */
class Page extends EventEmitter {
  window: unknown;
  peers: unknown;

  setWindowOpenHandler(handler: () => unknown) {
    this.window = handler();
  }

  setWebRTCIPHandlingPolicy(policy: string) {
    this.peers = policy;
  }

  /** Whether somebody has stopped it. */
  tries(deed: string): boolean {
    let stopped = false;
    this.emit(deed, { preventDefault: () => (stopped = true) });
    return stopped;
  }
}

function lockedProgram(): Program {
  const program = new Program();
  lockDown(program as unknown as App, 'app');
  return program;
}

describe('whatever page there is', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'is stopped: %s',
    (deed) => {
      const page = new Page();
      expect(page.tries(deed)).toBe(false);
      lockedProgram().emit('web-contents-created', {}, page);
      expect(page.tries(deed)).toBe(true);
      expect([page.window, page.peers]).toEqual([{ action: 'deny' }, 'disable_non_proxied_udp']);
    },
  );

  it('runs in the sandbox', () => {
    expect(lockedProgram().sandbox).toBe('on');
  });

  it('draws without a driver', () => {
    expect(lockedProgram().driver).toBe('none');
  });
});

describe('whatever server a page would come to', () => {
  /** What is answered, once nothing of Electron's own is done. */
  function answerTo(event: string, ...told: readonly unknown[]): readonly unknown[] | null {
    const seen: { prevented: boolean; answer: readonly unknown[] | null } = {
      prevented: false,
      answer: null,
    };
    const answer = (...answered: unknown[]) => (seen.answer = answered);
    lockedProgram().emit(event, { preventDefault: () => (seen.prevented = true) }, ...told, answer);
    return seen.prevented ? seen.answer : null;
  }

  it.each([
    ['is not believed', 'certificate-error', [{}, 'https://mail/', 'net::ERR_CERT', {}], [false]],
    ['is shown no certificate', 'select-client-certificate', [{}, 'https://mail/', [{}]], []],
    ['is told no password', 'login', [{}, {}, {}], []],
  ])('%s', (_what, event, told, answer) => {
    expect(answerTo(event, ...told)).toEqual(answer);
  });
});

describe('the program', () => {
  const sources = readdirSync('electron', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join('electron', path), 'utf8'))
    .join('\n');

  it('asks the system to open nothing', () => {
    expect(sources).toMatch(/import \{[^}]*\bdialog\b[^}]*\} from 'electron'/);
    expect(sources).not.toMatch(/import \{[^}]*\bshell\b[^}]*\} from 'electron'/);
    expect(sources).not.toMatch(/openExternal|openPath|showItemInFolder/);
  });

  it('is built with one exact version of Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
