import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import {
  certificateStepBegins,
  ends,
  errorBlock,
  expired,
  head,
  logText,
  prerequisites,
  scripts,
  upgradeHead,
  work,
  type LogEntry,
} from '../fixtures/setup-logs.ts';

/** What a long log tells of, in runs of ordinary length, each an hour after the one before. */
export type LongLog =
  /** Updates that succeeded, and the last one that failed. */
  | 'failure in the last run'
  /** Nine tenths are attempts that a pending restart stopped: none of them decides, so that all have to be read. */
  | 'success long ago';

/** Writes a log of about this size, in bytes. */
export function writeLongLog(path: string, kind: LongLog, size: number): void {
  const file = openSync(path, 'w');
  let written = 0;
  let hour = 0;
  const repeat = (run: Run, until: number) => {
    for (; written + run.length <= until; hour += 1) written += writeSync(file, run.at(hour));
  };
  if (kind === 'failure in the last run') {
    repeat(succeeded, size - failed.length);
    writeSync(file, failed.at(hour));
  } else {
    repeat(succeeded, size / 10);
    repeat(stopped, size);
  }
  closeSync(file);
}

/** One run, to be written again and again with other times. */
class Run {
  readonly #bytes: Buffer;
  readonly #stamps: readonly number[];

  constructor(entries: readonly LogEntry[]) {
    const text = logText(entries, '\r\n', '2020-01-01T00:00:00.189Z');
    this.#bytes = Buffer.from(text);
    // As in the bytes: what is written here is ASCII.
    this.#stamps = Array.from(text.matchAll(/^\[(?=\d\d\/\d\d\/\d{4} 00:)/gm), ({ index }) => index + 1);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** As it would be that many hours later; good until the next is asked for. */
  at(hour: number): Buffer {
    const [year = '', month = '', day = '', hours = ''] = new Date(Date.UTC(2020, 0, 1, hour))
      .toISOString()
      .split(/\D/);
    const stamp = Buffer.from(`${month}/${day}/${year} ${hours}`);
    for (const start of this.#stamps) this.#bytes.set(stamp, start);
    return this.#bytes;
  }
}

const handbook = new URL('../../../shared/log-samples/', import.meta.url);

/** Stamped lines of logs that admins published, where these are beside the project. */
function published(): readonly LogEntry[] {
  if (!existsSync(handbook)) return [];
  const logs = readdirSync(handbook).filter((name) => name.endsWith('.log'));
  const lines = logs.flatMap((name) => readFileSync(new URL(name, handbook), 'utf8').split(/\r?\n/));
  return lines.flatMap((line): readonly LogEntry[] => {
    const [, level, text = ''] = /^\[[^\]]+\] \[([12])\] (Ending.*|Finished.*)$/.exec(line) ?? [];
    return level === undefined ? [] : [[level === '1' ? 1 : 2, text]];
  });
}

const tasks = 180;
const everyday = [...work(tasks), ...published()];
const begun = [...head(), ...prerequisites(), ...upgradeHead];
const succeeded = new Run([...begun, ...everyday, ...ends.succeeded]);
const failed = new Run([
  ...begun,
  ...everyday,
  ...certificateStepBegins,
  ...errorBlock(expired(scripts.iis)),
  ...ends.failed,
]);

/** The rules that an update of Exchange 2016 evaluates, by their number; the names of most say nothing here. */
const rules = 240;
const evaluated = [...Array(rules).keys()].flatMap((rule): readonly LogEntry[] => [
  [
    1,
    `Evaluated [Setting:Setting${rule}] [HasException:False] [Value:"<NULL>"] [ParentValue:"<NULL>"] [Thread:17] [Duration:00:00:00.0156251]`,
  ],
  [
    1,
    `Evaluated [Rule:Known${rule}] [HasException:False] [Value:"False"] [ParentValue:"<NULL>"] [Thread:17] [Duration:00:00:00.0156251]`,
  ],
]);
const stopped = new Run([...head(), ...evaluated, ...prerequisites('RebootPending'), ...ends.failed]);
