import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { lineReader, type FromLinux, type FromWindows } from '../bridge/messages.ts';
import type { WineWorld } from '../wine-world.ts';

/** A second way into a Windows process, for a process beside the test. */
export interface Relay {
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/** Passes the calls of whoever says the token on to Windows, and the answers back. */
export async function startRelay(world: Pick<WineWorld, 'call'>): Promise<Relay> {
  const token = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let isKnown = false;
    const pass = passing(world, socket);
    socket.setEncoding('utf8').on(
      'data',
      lineReader((line) => {
        const message = JSON.parse(line) as FromLinux | FromWindows;
        if (isKnown) pass(message as FromLinux);
        else if (message.kind === 'hello' && message.token === token) isKnown = true;
        else socket.destroy();
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    token,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function passing(world: Pick<WineWorld, 'call'>, socket: Socket): (message: FromLinux) => void {
  const running = new Map<number, AbortController>();
  const send = (message: FromWindows) => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  };
  return (message) => {
    const { id } = message;
    if (message.kind === 'abort') {
      running.get(id)?.abort();
      return;
    }
    const until = new AbortController();
    running.set(id, until);
    const told = (value: unknown) => {
      send({ kind: 'notice', id, value });
    };
    void world
      .call(message.method, message.words, { told, until: until.signal })
      .then(
        (value) => {
          send({ kind: 'answer', id, value });
        },
        (error: unknown) => {
          send({ kind: 'failure', id, stack: error instanceof Error ? error.message : String(error) });
        },
      )
      .finally(() => running.delete(id));
  };
}
