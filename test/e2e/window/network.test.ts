import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithStrace } from '../../fixtures/strace.ts';
import { eavesdropper } from './attacks/eavesdropper.ts';
import { waysOut } from './attacks/ways-out.ts';
import { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const { electron, newFolder } = await windowBench();

/** The same Electron, and every call by which one of its processes reaches somebody, in a file. */
function watched(calls: string) {
  const wrapper = join(newFolder(), 'watched');
  const words = `-f -qq --seccomp-bpf -e trace=connect,sendto,sendmsg,sendmmsg -o '${calls}'`;
  writeFileSync(wrapper, `#!/bin/sh\nexec strace ${words} '${electron.executablePath}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return { ...electron, executablePath: wrapper };
}

describeWithStrace('the whole program', () => {
  it('reaches nobody but the server that it rescues, whatever its page tries meanwhile', async () => {
    const calls = join(newFolder(), 'calls.txt');
    const outside = await eavesdropper();
    const window = await WindowApp.start(watched(calls), newFolder(), '--practice', 'expired-certificate');
    await rebind(window, /^Replace /);
    for (const [name, way] of Object.entries(waysOut)) {
      // It asks the kernel for the way to an address on the internet, and sends nothing there: see the locked box.
      if (name !== 'WebRTC') await window.page.evaluate(way, outside.port);
    }
    await window.page.evaluate(async () => {
      for (const relation of ['dns-prefetch', 'preconnect', 'prefetch']) {
        const link = document.createElement('link');
        link.rel = relation;
        link.href = `https://${relation}.example.com/`;
        document.head.append(link);
      }
      await fetch('https://fetch.example.com/').catch(String);
      location.href = 'https://location.example.com/';
    });
    expect(await window.title()).not.toBe('');
    expect(await outside.heard()).toEqual([]);
    outside.close();
    await window.close();

    const addresses = [
      ...readFileSync(calls, 'utf8').matchAll(/inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"/g),
    ];
    // The handshakes with the practice server, on loopback.
    expect(addresses.length).toBeGreaterThan(0);
    for (const [, address] of addresses) expect(address).toMatch(/^127\./);
  });
});
