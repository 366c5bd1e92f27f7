import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect } from 'vitest';
import type { FailureClass } from '../../shared/setup-log.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { itMeasures } from './it-measures.ts';
import { LogProgram } from './log-program.ts';
import { writeLongLog } from './long-log.ts';
import type { LongLog } from './long-log.ts';
import { duration, median, ratioOf } from './pairs.ts';

const megabyte = 1_000_000;
const gigabyte = 1000 * megabyte;
const newFolder = temporaryFolders();

describe('the verdict on a long ExchangeSetup.log', () => {
  let folder: string;
  let program: LogProgram;
  let readSetupLogFile: Awaited<ReturnType<LogProgram['load']>>['readSetupLogFile'];
  beforeAll(async () => {
    folder = newFolder();
    program = await LogProgram.in(folder);
    ({ readSetupLogFile } = await program.load());
  });

  itMeasures('failureAtTheEnd', () => {
    const log = logOf('failure in the last run', gigabyte);
    return ratioOf(
      () => verdictOn(log, 'certificate-expired'),
      () => {
        ripgrep(log);
      },
      25,
    );
  });

  itMeasures('memory', () => {
    const logs = [logOf('failure in the last run', gigabyte), logOf('success long ago', gigabyte)];
    const rounds = [1, 2, 3, 4, 5];
    const empty = median(rounds.map(() => program.peak(null)));
    return Math.max(...logs.map((log) => median(rounds.map(() => program.peak(log))))) - empty;
  });

  itMeasures('flatness', async () => {
    const logs = [megabyte, 10 * megabyte, 100 * megabyte, gigabyte].map((size) => ({
      log: logOf('failure in the last run', size),
      taken: [] as number[],
    }));
    // The rounds before the first that counts are for the compiler.
    for (let round = -20; round < 101; round += 1) {
      for (const { log, taken } of logs) {
        const milliseconds = await duration(() => verdictOn(log, 'certificate-expired'));
        if (round >= 0) taken.push(milliseconds);
      }
    }
    const medians = logs.map(({ taken }) => median(taken));
    return Math.max(...medians) / Math.min(...medians);
  });

  itMeasures('successLongAgo', () => {
    const log = logOf('success long ago', gigabyte);
    return ratioOf(
      () => verdictOn(log, 'not-a-certificate-failure'),
      () => {
        ripgrep(log);
      },
      5,
    );
  });

  function logOf(kind: LongLog, size: number): string {
    const path = join(folder, `${kind} ${size}.log`);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) writeLongLog(path, kind, size);
    return path;
  }

  async function verdictOn(log: string, wanted: FailureClass): Promise<void> {
    const read = await readSetupLogFile(log);
    expect(read).toMatchObject({ verdict: { class: wanted } });
  }
});

/** Its status is 1 where no line holds the word. */
function ripgrep(log: string): void {
  const { status, error } = spawnSync('rg', ['-c', 'ERROR', log], { stdio: 'ignore' });
  if (status === null || status > 1) throw error ?? new Error('ripgrep failed');
}
