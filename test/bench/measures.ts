/** A ratio against what runs beside it, or a figure of its own. */
export type Measure = {
  readonly name: string;
  /** No more than this. */
  readonly wanted: number;
} & ({ readonly against: string } | { readonly unit: 'MB' | 'kB' | 'times' | 'lines' });

/** All that is measured, in the order of the table. */
export const measures = {
  failureAtTheEnd: {
    name: 'verdict on a 1 GB log, failure in the last run',
    against: 'rg -c ERROR',
    wanted: 0.2,
  },
  successLongAgo: {
    name: 'verdict on a 1 GB log, last success 900 MB before the end',
    against: 'rg -c ERROR',
    wanted: 2,
  },
  memory: { name: 'memory for a verdict on a 1 GB log, beyond an empty node', unit: 'MB', wanted: 40 },
  flatness: {
    name: 'verdict on logs of 1 MB, 10 MB, 100 MB, 1 GB: the slowest against the fastest',
    unit: 'times',
    wanted: 1.5,
  },
  start: {
    name: 'start to first diagnosis on screen, packed',
    against: 'a bare window of the same Electron, to its first paint',
    wanted: 1.15,
  },
  inspection: {
    name: 'inspection of a server with 50 certificates, under Wine',
    against: 'node.exe -e 0, under Wine',
    wanted: 1.5,
  },
  newCertificate: {
    name: 'new key and certificate in practice, median of 100 pairs',
    against: 'openssl req -x509 -newkey rsa:2048 -nodes',
    wanted: 1.3,
  },
  journal: {
    name: 'one event in the journal, durable',
    against: 'one write and fsync of the same size',
    wanted: 1.2,
  },
  bundle: { name: 'scripts of the window, minified', unit: 'kB', wanted: 300 },
  pack: { name: 'packed app, beyond bare Electron, without the executable', unit: 'MB', wanted: 3 },
  liveLog: {
    name: 'click to answer while a log grows by 10,000 lines a second',
    against: 'the same window, idle',
    wanted: 2,
  },
  droppedLines: { name: 'lines dropped of 100,000 in 10 s', unit: 'lines', wanted: 0 },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;
