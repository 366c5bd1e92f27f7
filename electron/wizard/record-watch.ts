import type { Rebinder } from '../../shared/facts.ts';
import { recordNews } from '../../shared/record-news.ts';
import type { BoundRecord, RecordNews } from '../../shared/record-news.ts';
import type { Pause } from '../pause.ts';
import type { Server } from '../server/server.ts';
import { bothEnded } from './both-ended.ts';

const millisecondsBetweenLooks = 5_000;

export interface RecordWatch {
  readonly server: Pick<Server, 'read'>;
  readonly records: readonly BoundRecord[];
  /** Who may have done it, where somebody does. */
  readonly by: Rebinder | null;
  readonly pause: Pause;
  /** Told of every record that is not as it was bound, whenever that changes; of none when all are so again. */
  readonly told: (news: readonly RecordNews[]) => void;
}

/** Does some work, and looks at the bound records again and again meanwhile. It writes nothing. */
export async function whileWatching<T>(watch: RecordWatch, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const working = work().finally(() => {
    over.abort();
  });
  return bothEnded(working, watchRecords(watch, over.signal));
}

async function watchRecords(
  { server, records, by, pause, told }: RecordWatch,
  until: AbortSignal,
): Promise<void> {
  if (records.length === 0) return;
  let known = JSON.stringify([]);
  let passing: ReadonlySet<string> = new Set();
  while (!until.aborted) {
    const seen: RecordNews[] = [];
    for (const record of records) {
      const reading = await server.read({ kind: 'record', target: record.target });
      const news = recordNews(record, reading, by);
      if (news !== null) seen.push(news);
    }
    // Whoever writes a record anew takes it away for a moment: what may be that is told when it is so twice running.
    const news = seen.filter(({ kind, endpoint }) => kind === 'other-certificate' || passing.has(endpoint));
    passing = new Set(seen.map(({ endpoint }) => endpoint));
    if (JSON.stringify(news) !== known) told(news);
    known = JSON.stringify(news);
    await pause(millisecondsBetweenLooks, until);
  }
}
