// Builds cu-rescue.exe, the rescue without a window, with what has to lie beside it, and says in which folder.
// `--for-tests`: with its doors open, so that a test can look into it.
import { runScript } from './problem.mjs';
import { provideExecutable, provideExecutableForTests } from './windows/executable.mjs';

await runScript(async () => {
  const forTests = process.argv.includes('--for-tests');
  console.log(await (forTests ? provideExecutableForTests() : provideExecutable()));
});
