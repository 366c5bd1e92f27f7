// Builds cu-rescue.exe, the rescue without a window, with what has to lie beside it, and says in which folder.
import { runScript } from './problem.mjs';
import { provideExecutable } from './windows/executable.mjs';

await runScript(async () => {
  console.log(await provideExecutable());
});
