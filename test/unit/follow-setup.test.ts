import { describe, expect, test } from 'vitest';
import { followSetupLog } from '../../electron/follow-setup.ts';
import { systemPause } from '../../electron/pause.ts';
import { setupNotBegun, type SetupProgress } from '../../shared/setup-progress.ts';
import { logText } from '../fixtures/setup-logs.ts';
import { StagedTime } from '../fixtures/staged-time.ts';

const startsAt = '2024-02-13T22:00:00.000Z';

/** Follows a log into which each pause in turn writes one of the texts; the last pause ends it. */
async function following(...texts: readonly string[]) {
  const time = new StagedTime(startsAt);
  const end = new AbortController();
  let log = logText([[1, 'Beginning processing Install-Old']]);
  const left = [...texts];
  time.during = (until) => {
    expect(until).toBe(end.signal);
    log += left.shift() ?? '';
    if (left.length === 0) end.abort();
  };
  const told: SetupProgress[] = [];
  const source = {
    size: () => Buffer.byteLength(log),
    read: (into: Uint8Array, offset: number) => Buffer.from(log).copy(into, 0, offset),
  };
  await followSetupLog(source, (progress) => told.push(progress), end.signal, time);
  return { told, pauses: time.pauses };
}

describe('following Setup', () => {
  test('tells at once that nothing has come yet', async () => {
    expect((await following()).told).toEqual([setupNotBegun(startsAt)]);
  });

  test('tells again whenever an entry came, and only then', async () => {
    const [first, second] = ['Beginning processing Install-CafeRole', 'Executing: \n   Get-Something'].map(
      (text) => logText([[1, text]]),
    );
    const { told } = await following(first!, '', '   at Microsoft.Exchange\r\n', second!, '');
    expect(told.map(({ entries, task, lastLine }) => [entries, task, lastLine])).toEqual([
      [0, null, null],
      [1, 'Install-CafeRole', 'Beginning processing Install-CafeRole'],
      [2, 'Install-CafeRole', 'Executing:'],
    ]);
  });

  test('reads what stands there when it is ended', async () => {
    const { told } = await following('', logText([[0, 'End of Setup']]));
    expect(told.at(-1)?.lastLine).toBe('End of Setup');
  });

  test('looks four times a second', async () => {
    expect((await following('', '', '')).pauses).toEqual([250, 250, 250]);
  });

  test('looks once when it is ended before it began', async () => {
    const told: SetupProgress[] = [];
    const empty = { size: () => 0, read: () => 0 };
    const time = new StagedTime(startsAt);
    await followSetupLog(empty, (progress) => told.push(progress), AbortSignal.abort(), time);
    expect(told).toEqual([setupNotBegun(startsAt)]);
    expect(time.pauses).toEqual([]);
  });
});

describe('the pause of the system', () => {
  test('ends when its time is over, or was over before', async () => {
    const { signal } = new AbortController();
    await expect(systemPause(1, signal)).resolves.toBeUndefined();
    await expect(systemPause(-1, signal)).resolves.toBeUndefined();
  });

  test('ends with its signal, before or meanwhile', async () => {
    const end = new AbortController();
    const pause = systemPause(2 ** 30, end.signal);
    end.abort();
    await expect(pause).resolves.toBeUndefined();
    await expect(systemPause(2 ** 30, end.signal)).resolves.toBeUndefined();
  });
});
