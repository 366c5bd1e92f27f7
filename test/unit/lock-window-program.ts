// The window's hold on a data folder, without a window: opens it, says how that went, and stays. DIRECTORY.
import { practiceWorkplaces } from '../../electron/wizard/practice-workplace.ts';

const [directory = ''] = process.argv.slice(2);
const opened = await practiceWorkplaces(directory, null)(null, {
  notice: () => undefined,
  waits: () => undefined,
});
const said =
  opened.kind === 'problem'
    ? { problem: opened.problem }
    : { processId: process.pid, unfinished: opened.value.session.conductor.unfinished?.outcome.kind ?? null };
console.log(JSON.stringify(said));
// Nothing else keeps it alive.
if (opened.kind === 'opened') setInterval(() => undefined, 60_000);
