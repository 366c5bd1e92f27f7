// A process that looks at its Windows once, says how many certificates it was told, and ends.
import { openThisMachine } from '../../electron/server/windows/this-machine.ts';

async function main(): Promise<void> {
  const opened = await openThisMachine();
  if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
  const { certificates } = await opened.value.inspect();
  await opened.value.close();
  if (certificates.kind === 'unknown') throw new Error(`No certificates: ${certificates.because.code}`);
  process.stdout.write(String(certificates.value.length));
}

void main();
