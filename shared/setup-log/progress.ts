import { setupNotBegun } from '../setup-progress.ts';
import type { SetupProgress, SetupStanding } from '../setup-progress.ts';
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
    const version = /^Setup version: ([\d.]{1,40}?)\.?\s*$/i.exec(stamp.text)?.[1];
    this.#progress = {
      ...this.#progress,
      standing: mark === 'end' ? 'ended' : this.#standingAfter(stamp.text),
      version: version ?? this.#progress.version,
      lastLine: stamp.text.slice(0, longestShown).trimEnd(),
      lastLineAt: at,
      entries: this.#progress.entries + 1,
    };
  }

  /** Setup writes its tags untranslated. What comes after its end is no work of this run. */
  #standingAfter(text: string): SetupStanding {
    const { standing } = this.#progress;
    if (text.startsWith('[ERROR-REFERENCE]')) return 'stopping';
    return standing === 'not-begun' ? 'at-work' : standing;
  }

  #takeTask(text: string): void {
    const component = /^Processing component '([^']{1,100})'/i.exec(text)?.[1];
    if (component !== undefined) this.#progress = { ...this.#progress, component };
    const [, what, name] = /^(Beginning|Ending) processing (\S{1,100})/i.exec(text) ?? [];
    if (what === undefined || name === undefined) return;
    this.#progress = { ...this.#progress, component: null };
    const sameName = (other: string) => other.toLowerCase() === name.toLowerCase();
    if (what.toLowerCase() === 'beginning') {
      // Whatever went wrong before, Setup went on.
      if (this.#progress.standing === 'stopping') this.#progress = { ...this.#progress, standing: 'at-work' };
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
