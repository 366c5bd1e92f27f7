// Prints pages as the product does, on the paper that a test names: what Electron starts in the test of the paper.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { lockDown } from '../../../../electron/security.ts';
import { registerScheme, scheme } from '../../../../electron/window/app-protocol.ts';
import { pdfOf } from '../../../../electron/window/paper.ts';
import { fromEnvironment, jobFile, type Job } from './job.ts';

const folder = fromEnvironment(process.env);

/** One after the other, as one person prints. */
async function printAll(jobs: readonly Job[]): Promise<void> {
  for (const { name, html, footer, paper } of jobs) {
    const pdf = await pdfOf(html, footer, paper);
    if (pdf.kind === 'unknown') throw new Error(`${name} was not printed: ${pdf.because.code}`);
    writeFileSync(join(folder, name), pdf.value);
  }
}

lockDown(app, scheme);
registerScheme();
// Each page has a window of its own, and the last one that closes would end the program.
app.on('window-all-closed', () => undefined);
void app
  .whenReady()
  .then(() => printAll(JSON.parse(readFileSync(join(folder, jobFile), 'utf8')) as readonly Job[]))
  .then(
    () => {
      app.exit();
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      app.exit(1);
    },
  );
