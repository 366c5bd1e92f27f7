import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Somebody on this machine who waits for whatever comes. */
export interface Eavesdropper {
  /** Of both, TCP and UDP: a port of loopback. */
  readonly port: number;
  /** What has come since it was asked last. Whatever was sent before is in it. */
  heard(): Promise<readonly string[]>;
  close(): void;
}

/** What the eavesdropper sends itself, to know that everything before it has come. */
const last = 'last';

export async function eavesdropper(): Promise<Eavesdropper> {
  let heard: string[] = [];
  const server = createServer((socket) => {
    heard.push('tcp: connected');
    socket.on('data', (chunk) => heard.push(`tcp: ${chunk.toString()}`));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4');
  datagrams.on('message', (message) => heard.push(`udp: ${message.toString()}`));
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');

  /** The kernel passes on in order: what came before this is there when this is. */
  async function everythingCame() {
    const accepted = once(server, 'connection');
    const own = connect(port, '127.0.0.1');
    await accepted;
    own.destroy();
    const received = once(datagrams, 'message');
    datagrams.send(last, port, '127.0.0.1');
    await received;
  }

  return {
    port,
    async heard() {
      await everythingCame();
      const all = heard;
      heard = [];
      // Its own two are the last of their kind.
      all.splice(all.lastIndexOf('tcp: connected'), 1);
      all.splice(all.lastIndexOf(`udp: ${last}`), 1);
      return all;
    },
    close() {
      server.close();
      datagrams.close();
    },
  };
}
