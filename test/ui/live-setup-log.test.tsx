// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { App } from '../../renderer/App.tsx';
import { connect } from '../../renderer/store.ts';
import { WizardProvider } from '../../renderer/wizard.tsx';
import type { ArgumentOf, CallName, WindowApi } from '../../shared/contract.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import { setupBegunAt, setupByHand } from '../fixtures/setup-by-hand.ts';
import {
  certificateStepBegins,
  ends,
  errorBlock,
  expired,
  head,
  prerequisites,
  receiveConnectorConflict,
  scripts,
  upgradeHead,
  work,
} from '../fixtures/setup-logs.ts';
import type { LogEntry } from '../fixtures/setup-logs.ts';
import type { WizardBench } from '../fixtures/wizard-bench.ts';
import { lendWhatIsMissing, press, words } from './show-stage.tsx';

/** The calls of the window, taken by the wizard itself, and its states told to the window. */
function apiOf(bench: WizardBench): WindowApi {
  return new Proxy({} as WindowApi, {
    get: (_api, call: CallName | 'onState') =>
      call === 'onState'
        ? (listener: WizardBench['listener']) => {
            bench.listener = (state) => {
              act(() => {
                listener(state);
              });
            };
          }
        : (argument: ArgumentOf<CallName>) => Promise.resolve(bench.wizard.handlers[call](argument as never)),
  });
}

/** The window of an administrator who has said that Setup is started: its log is followed, and nothing stands there yet. */
async function followed() {
  const { world, bench, write } = await setupByHand((server) => ({
    // Where it is run from the window there is nothing to follow.
    inspect: async () => ({ ...(await server.inspect()), origin: { kind: 'windows' } }),
  }));
  lendWhatIsMissing();
  // The window's own second; everything else goes on.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let now = setupBegunAt;
  const connection = connect(apiOf(bench));
  onTestFinished(() => {
    bench.listener = () => undefined;
  });
  render(
    <WizardProvider connection={connection} now={() => now}>
      <App />
    </WizardProvider>,
  );
  onTestFinished(cleanup);
  await act(async () => {
    await Promise.resolve();
  });
  await press('I have started Setup: follow its log');
  return {
    bench,
    /** Writes entry after entry, each when the window has shown the one before. */
    write: async (...entries: readonly LogEntry[]) => {
      for (const entry of entries) {
        await write(entry);
        // A line of stars is no word of its own.
        if (/^\*+$/.test(entry[1])) continue;
        await bench.until((state) => state.activity.kind === 'idle' || newest(state) === firstLine(entry));
      }
    },
    /** Some of a line, as it stands in the file while Setup still writes it. */
    writeHalf: (text: string) => world.store.appendToSetupLog(text),
    ended: () => bench.until(({ activity }) => activity.kind === 'idle'),
    /** Nothing is written for so long. */
    later: (minutes: number) => {
      now = new Date(Date.parse(now) + minutes * 60_000).toISOString();
      act(() => {
        vi.advanceTimersByTime(1000);
      });
    },
  };
}

function newest({ setup }: OpenWizard): string | null {
  return setup?.kind === 'running' ? setup.progress.lastLine : null;
}

function firstLine([, text]: LogEntry): string {
  // As much as the window shows of it.
  return text.split('\n', 1).join('').slice(0, 400).trimEnd();
}

function title(): string {
  return screen.getByRole('heading', { level: 1 }).textContent;
}

const atWork: readonly LogEntry[] = [
  ...head(),
  ...prerequisites(),
  ...upgradeHead,
  [1, 'Beginning processing Install-CafeRole'],
  [1, "Processing component 'Client Access IIS Configuration' (Configuring IIS.)."],
];

describe('the log of a Setup that is written line by line', () => {
  test('is waited for, told step by step, and its good end is told as one', async () => {
    const { write, ended } = await followed();
    expect(title()).toBe('Waiting for Setup to begin');
    await write(...atWork);
    expect(title()).toBe('Setup is running');
    expect(words()).toContain('Install-CafeRole');
    expect(words()).toContain('Client Access IIS Configuration');
    expect(words()).toContain('15.1.2507.6');
    await write([1, 'Ending processing Install-CafeRole'], ...work(2), ...ends.succeeded);
    await ended();
    expect(title()).toBe('Setup has ended successfully');
    await press('See the report');
    expect(words()).toContain('Setup ended successfully.');
  });

  test('a line that is half written is told when it is whole, and not before', async () => {
    const { bench, write, writeHalf } = await followed();
    await write(...head());
    await writeHalf('[03.01.2026 03:20:00.0189] [1] Beginning proc');
    expect(words()).not.toContain('Beginning proc');
    await writeHalf('essing Install-CafeRole\r\n');
    await bench.until((state) => newest(state) === 'Beginning processing Install-CafeRole');
    expect(words()).toContain('Beginning processing Install-CafeRole');
  });

  test('the same failure again is told at once, and Diagnose has it', async () => {
    const { write, ended } = await followed();
    await write(...atWork, ...certificateStepBegins, ...errorBlock(expired(scripts.iis)));
    expect(words()).toContain('Setup has written an error');
    await write(...ends.failed);
    await ended();
    expect(title()).toBe('Setup stopped again');
    expect(words()).toContain('The certificate bound to IIS had expired.');
    await press('Back to Diagnose');
    expect(title()).toBe('Setup stopped at a certificate again, although those that are bound are good');
    expect(screen.queryByRole('button', { name: 'Choose the certificate' })).toBeNull();
  });

  test('another failure is told as what it is, and no other binding is offered for it', async () => {
    const { write, ended } = await followed();
    await write(...atWork, ...errorBlock(receiveConnectorConflict), ...ends.failed);
    await ended();
    expect(title()).toBe('Setup stopped again');
    expect(words()).toContain('Setup failed on something else than a certificate.');
    await press('Back to Diagnose');
    expect(words()).toContain('ReceiveConnectorRoleConflictException');
    expect(screen.queryByRole('button', { name: 'Choose the certificate' })).toBeNull();
  });

  test('silence is told with its age, and explained by what Setup is at', async () => {
    const { write, later } = await followed();
    await write(...head(), ...upgradeHead, [1, 'Beginning processing Install-MsiPackage']);
    expect(words()).not.toContain('16 %');
    later(17);
    expect(words()).toMatch(/1[67] min/);
    expect(words()).toContain('16 %');
    await write([1, 'Ending processing Install-MsiPackage'], [1, 'Beginning processing Install-CafeRole']);
    expect(words()).not.toContain('16 %');
  });

  test('a frozen console is named when nothing has come for long', async () => {
    const { write, later } = await followed();
    await write(...atWork);
    later(12);
    expect(words()).toContain('press Enter');
  });

  test('a run that was broken off is left, and the one that resumes its work is followed', async () => {
    const { write, ended } = await followed();
    await write(...atWork);
    expect(words()).toContain('Client Access IIS Configuration');
    await write(
      ...head(),
      [0, "Setup failed previously while performing the action with ID 'Install-CafeRole'."],
      ...upgradeHead,
      [1, 'Beginning processing Install-BridgeheadRole'],
    );
    expect(title()).toBe('Setup is running');
    expect(words()).toContain('Install-BridgeheadRole');
    expect(words()).not.toContain('Client Access IIS Configuration');
    // The tasks of the run before are none of this one's.
    expect(words()).not.toContain('test-SetupPrerequisites');
    await write(...ends.succeeded);
    await ended();
    expect(title()).toBe('Setup has ended successfully');
  });
});
