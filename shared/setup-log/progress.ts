import { setupNotBegun } from '../setup-progress.ts';
import type { SetupProgress } from '../setup-progress.ts';
import { entryOf } from './entry.ts';
import { markOf } from './mark.ts';
import { readStamp, timeOf } from './stamp.ts';

/** What a person reads of a line. */
const longestShown = 400;
/** A run has some fifteen; more are no log of Setup. */
const mostTasks = 100;
const taskLevel = 1;

/** Reads a log of Setup forwards while it is written, line by line, and tells how far the newest run in it is. */
export class ProgressScan {
  #progress: SetupProgress;
  /** Begun and not ended, the outermost first: a task may run others of its own level. */
  #open: readonly string[] = [];

  /** @param followedSince ISO 8601, UTC. */
  constructor(followedSince: string) {
    this.#progress = setupNotBegun(followedSince);
  }

  get progress(): SetupProgress {
    return this.#progress;
  }

  /** Takes the next whole line. */
  take(line: string): void {
    const stamp = readStamp(line);
    if (stamp === null) return;
    const at = timeOf(stamp.written);
    const mark = stamp.level === 0 ? markOf(entryOf([{ text: line, fromEnd: 0 }], stamp)).kind : null;
    if (mark === 'stars') return;
    if (mark === 'banner') {
      this.#open = [];
      this.#progress = setupNotBegun(at ?? this.#progress.startedAt);
    }
    if (stamp.level === taskLevel) this.#takeTask(stamp.text);
    this.#progress = {
      ...this.#progress,
      lastLine: stamp.text.slice(0, longestShown).trimEnd(),
      lastLineAt: at,
      entries: this.#progress.entries + 1,
    };
  }

  #takeTask(text: string): void {
    const [, what, name] = /^(Beginning|Ending) processing (\S{1,100})/i.exec(text) ?? [];
    if (what === undefined || name === undefined) return;
    const sameName = (other: string) => other.toLowerCase() === name.toLowerCase();
    if (what.toLowerCase() === 'beginning') {
      this.#open = [...this.#open.filter((other) => !sameName(other)), name].slice(-mostTasks);
    } else {
      const begun = this.#open.findLastIndex(sameName);
      if (begun !== -1) this.#open = this.#open.slice(0, begun);
      const { tasksDone } = this.#progress;
      if (!tasksDone.some(sameName)) {
        this.#progress = { ...this.#progress, tasksDone: [...tasksDone, name].slice(-mostTasks) };
      }
    }
    this.#progress = { ...this.#progress, task: this.#open.at(-1) ?? null };
  }
}
