// The display that the window appears on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Problem } from '../problem.mjs';

/** Whether the window of this user would have somewhere to appear. Nobody cannot enter root's Wayland session. */
export function hasDisplay(environment, platform, user) {
  if (platform !== 'linux' || (environment.DISPLAY ?? '') !== '') return true;
  return user === null && (environment.WAYLAND_DISPLAY ?? '') !== '';
}

/** An X server of our own, without a screen, for this machine alone. */
export async function startDisplay() {
  const words = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const stop = () => server.kill();
  process.once('exit', stop);
  const number = await Promise.race([
    once(server.stdio[3], 'data').then(([chunk]) => chunk.toString().trim()),
    once(server, 'exit').then(() => null),
  ]).catch(() => null);
  if (number !== null) return { display: `:${number}`, stop };
  throw new Problem('There is no display, and Xvfb, which makes one, does not start. Type: npm run pretest');
}
