import { describe, expect, it } from 'vitest';
import { forbiddenSwitch } from '../../electron/window/switches.ts';
import { switchForbidden } from '../../shared/text/english/command-line.ts';

const set =
  (...switches: readonly string[]) =>
  (name: string) =>
    switches.includes(name);

describe("Chromium's own switches", () => {
  it.each([
    ...['no-sandbox', 'disable-setuid-sandbox', 'single-process', 'renderer-cmd-prefix', 'gpu-launcher'],
    ...['disable-web-security', 'js-flags', 'load-extension', 'proxy-server', 'host-rules', 'log-net-log'],
    ...['user-data-dir', 'ignore-certificate-errors', 'allow-running-insecure-content'],
  ])('are refused wherever the program was started from: %s', (name) => {
    for (const program of ['checkout', 'installed', 'driven'] as const) {
      expect(forbiddenSwitch(set('disable-gpu', name), program)).toBe(name);
    }
  });

  it.each(['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'])(
    'drive no program that is installed: %s',
    (name) => {
      expect(forbiddenSwitch(set(name), 'installed')).toBe(name);
      expect(forbiddenSwitch(set(name), 'driven')).toBeNull();
      expect(forbiddenSwitch(set(name), 'checkout')).toBeNull();
    },
  );

  it('are no trouble where they open nothing', () => {
    expect(forbiddenSwitch(set('disable-gpu', 'force-device-scale-factor'), 'installed')).toBeNull();
  });

  it('are refused in words that say where to look', () => {
    expect(switchForbidden('no-sandbox')).toMatch(/--no-sandbox: .*shortcut.*environment variables\.$/);
  });
});
