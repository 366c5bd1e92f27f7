// npm run audit: asks the registry whether a package that we build with or ship has a known weakness. Of all packages:
// what the window holds is bundled, and npm cannot tell it from what only tests need. Exit status: 0 none that is
// grave, or the registry does not answer, which is said; 1 a grave one.
import { spawnSync } from 'node:child_process';
import { root } from './places.mjs';
import { graveIn, readAudit } from './package/audit-answer.mjs';

// On Windows npm is a script of the console.
const ran = spawnSync('npm', ['audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  shell: process.platform === 'win32',
});
const answer = readAudit(ran.stdout ?? '');
if (answer.kind === 'no-answer') {
  console.log(
    `NOT CHECKED: the registry does not say which packages have known weaknesses (${answer.because}).`,
  );
} else {
  for (const { name, severity, titles } of answer.weaknesses) {
    console.log(`${name} (${severity}): ${titles.join('; ')}`);
  }
  const grave = graveIn(answer);
  console.log(
    `${answer.packages} packages asked for, ${answer.weaknesses.length} weak, ${grave.length} gravely.`,
  );
  if (grave.length > 0) process.exitCode = 1;
}
