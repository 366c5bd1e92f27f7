import type { Program } from '../wizard/launch.ts';

/**
 * Chromium's switches that would open the locked box, or run or write what they name. No fuse shuts them, and not all of
 * them come as words that this program reads: the environment can bring one, and on Windows a folder that is called
 * `/no-sandbox` is one as well.
 */
const never: readonly string[] = [
  // Without the sandbox, or with another program in place of a process.
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'in-process-gpu',
  'no-zygote',
  'browser-subprocess-path',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  // With weaker pages.
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'js-flags',
  'load-extension',
  'unsafely-treat-insecure-origin-as-secure',
  // With a way to the network.
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'proxy-auto-detect',
  'proxy-pac-url',
  'proxy-server',
  // With a file or a folder of somebody's choice.
  'log-file',
  'log-net-log',
  'ssl-key-log-file',
  'trace-startup-file',
  'user-data-dir',
];

/** What lets another program drive the window. A test does; a release is driven by nobody. */
const driving: readonly string[] = [
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
];

/**
 * The first switch that this program does not run with; `null` where there is none.
 * @param isSet asks Chromium, wherever it has the switch from
 */
export function forbiddenSwitch(isSet: (name: string) => boolean, program: Program): string | null {
  return [...never, ...(program === 'installed' ? driving : [])].find(isSet) ?? null;
}
