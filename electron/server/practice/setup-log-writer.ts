/** How fast time passes in a run: milliseconds from line to line, and from one role's task to the next. */
export interface Pace {
  readonly line: number;
  readonly task: number;
}

/** A run as it was: most of an hour. */
export const realPace: Pace = { line: 23, task: 330_000 };
/** A run that is over while one looks. */
export const shownPace: Pace = { line: 1, task: 5 };
/** A run that one can watch: some twelve seconds. */
export const watchedPace: Pace = { line: 40, task: 1100 };

/** An entry of the log, stamp and line ends and all. */
export interface WrittenEntry {
  /** Milliseconds since 1970: the moment of its stamp. */
  readonly at: number;
  readonly text: string;
}

/** 0 the launcher, 1 a role's task, 2 a cmdlet. */
type Level = 0 | 1 | 2;

const endOfLine = '\r\n';
export const starLine = '*'.repeat(46);

/** Writes ExchangeSetup.log as Setup does: `[MM/dd/yyyy HH:mm:ss.ffff] [level] text`, UTC, CRLF. */
export class SetupLogWriter {
  readonly #pace: Pace;
  readonly #entries: WrittenEntry[] = [];
  #at: number;

  constructor(startedAt: Date, pace: Pace) {
    this.#at = startedAt.getTime();
    this.#pace = pace;
  }

  /** One entry; what follows its first line carries no stamp. */
  line(level: Level, text: string): void {
    const line = `[${stamp(this.#at)}] [${level}] ${text.replaceAll('\n', endOfLine)}${endOfLine}`;
    this.#entries.push({ at: this.#at, text: line });
    this.#at += this.#pace.line;
  }

  lines(level: Level, texts: readonly string[]): void {
    for (const text of texts) this.line(level, text);
  }

  /** Time passes while a task works. */
  work(): void {
    this.#at += this.#pace.task;
  }

  /** The moment of the next line. */
  get now(): Date {
    return new Date(this.#at);
  }

  /** Those written so far. */
  get entries(): readonly WrittenEntry[] {
    return [...this.#entries];
  }

  get text(): string {
    return textOf(this.#entries);
  }
}

/** The entries as they stand in the file. */
export function textOf(entries: readonly WrittenEntry[]): string {
  return entries.map(({ text }) => text).join('');
}

/** Month first on every server; the fraction is milliseconds, padded to four digits. */
function stamp(milliseconds: number): string {
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}/${day}/${year} ${time.slice(0, 8)}.0${time.slice(9, 12)}`;
}
