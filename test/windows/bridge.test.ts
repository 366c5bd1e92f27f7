import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectBridge } from './bridge-connection.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { container } from './material.ts';
import { openRemoteServer } from './remote-server.ts';
import { startWineWorld } from './wine-world.ts';

const newWorld = () => startWineWorld({ httpSys: 'with-update' });

/** The processes of this machine that live in this prefix. */
function processesIn(prefix: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(`WINEPREFIX=${prefix}`);
      } catch {
        // It has ended in the meantime.
        return false;
      }
    });
}

describe('the socket of the bridge', () => {
  const hello = (token: string) => `${JSON.stringify({ kind: 'hello', token })}\n`;

  it('is for the process that knows the token, and for nobody else', async () => {
    const expected = await expectBridge('the token');
    const stranger = connect(expected.port, '127.0.0.1');
    stranger.on('error', () => undefined).write(hello('the tokem'));
    await once(stranger, 'close');

    const awaited = connect(expected.port, '127.0.0.1');
    awaited.write(hello('the token'));
    const connection = await expected.connected;
    connection.end(new Error('the end'));
    await once(awaited.resume(), 'close');
    await expect(connection.call('anything', [])).rejects.toThrow('the end');
  });
});

describeOnWine('the bridge', () => {
  it('offers the port of a server in Windows', async () => {
    const world = await newWorld();
    try {
      const opened = await openRemoteServer(world, { kind: 'practice', scenario: 'expired-certificate' });
      if (opened.kind === 'problem') throw new Error(JSON.stringify(opened.problem));
      const server = opened.value;
      const facts = await server.inspect();
      expect(facts.certificates).toMatchObject({ kind: 'read' });

      const stop = new AbortController();
      const followed = server.followSetup(() => {
        stop.abort();
      }, stop.signal);
      await followed;
      await server.close();
    } finally {
      await world.dispose();
    }
  });

  it('tells every waiting call when the process ends', async () => {
    const world = await newWorld();
    try {
      await expect(world.call('no such method', [])).rejects.toThrow('no method no such method');
      const opened = await openRemoteServer(world, { kind: 'practice', scenario: 'expired-certificate' });
      if (opened.kind === 'problem') throw new Error(JSON.stringify(opened.problem));
      const waiting = opened.value.followSetup(() => undefined, new AbortController().signal);
      const rejected = expect(waiting).rejects.toThrow('The Windows process has ended (SIGKILL)');
      process.kill(world.processId, 'SIGKILL');
      await rejected;
      await expect(world.call('world.listContainers', [])).rejects.toThrow('has ended');
    } finally {
      await world.dispose();
    }
  });
});

describeOnWine('two Windows at once', () => {
  it('know nothing of each other, and leave nothing behind', async () => {
    const worlds = await Promise.all([newWorld(), newWorld()]);
    const [first, second] = worlds;
    const prefixes = worlds.map(({ driveC }) => dirname(driveC));
    try {
      await first.tools.generateKey(container('only-here'));
      expect(await second.tools.listContainers()).not.toContain('only-here');
      expect(processesIn(prefixes[0]!)).not.toEqual([]);
      await first.dispose();
      expect(processesIn(prefixes[0]!)).toEqual([]);
      expect(await second.tools.listContainers()).toEqual([]);
    } finally {
      await Promise.all(worlds.map((world) => world.dispose()));
    }
    expect(prefixes.flatMap(processesIn)).toEqual([]);
    expect(prefixes.filter((prefix) => existsSync(dirname(prefix)))).toEqual([]);
  });
});
