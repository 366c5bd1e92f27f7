import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { endpointParts, everyAddress, type Endpoint } from '../../shared/endpoint.ts';
import type { WineWorld } from './wine-world.ts';

/** Listeners that play http.sys, and where they are reached. */
export interface HttpSysListeners {
  /** The port of 127.0.0.1 that stands for the endpoint. */
  readonly ports: ReadonlyMap<Endpoint, number>;
  close(): Promise<void>;
}

/**
 * For each endpoint a real TLS listener on loopback. Which certificate it presents is looked up in Windows anew for
 * every connection: the record, the certificate in its store, and its key as SYSTEM may use it. Without one of them
 * the connection is reset, as http.sys does.
 */
export async function startHttpSysListeners(
  world: WineWorld,
  endpoints: readonly Endpoint[],
): Promise<HttpSysListeners> {
  const contexts = new Map<string, SecureContext>();
  const sockets = new Set<Socket>();
  const started = await Promise.all(
    endpoints.map(async (endpoint) => {
      const server = createServer({ pauseOnConnect: true }, (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        void serve(socket, () => contextFor(world, endpoint, contexts));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { endpoint, server };
    }),
  );
  return {
    ports: new Map(started.map(({ endpoint, server }) => [endpoint, (server.address() as AddressInfo).port])),
    async close() {
      const closed = started.map(({ server }) => closing(server));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

async function closing(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}

async function serve(socket: Socket, context: () => Promise<SecureContext | null>): Promise<void> {
  // A Windows that has gone away in the meantime serves nothing either.
  const secureContext = await context().catch(() => null);
  if (socket.destroyed) return;
  if (secureContext === null) {
    socket.resetAndDestroy();
    return;
  }
  const secure = new TLSSocket(socket, { isServer: true, secureContext });
  secure.on('error', () => secure.destroy());
  // Nothing is said here but the handshake; reading on is how the other side's goodbye is heard.
  secure.resume();
}

async function contextFor(
  { tools }: WineWorld,
  endpoint: Endpoint,
  contexts: Map<string, SecureContext>,
): Promise<SecureContext | null> {
  const record =
    (await tools.httpSysRecord(endpoint)) ?? (await tools.httpSysRecord(everyAddressOf(endpoint)));
  if (record === null) return null;
  const inStore = await tools.listCertificates(record.store);
  const certificate = inStore.find(({ thumbprint }) => thumbprint === record.thumbprint);
  if (certificate?.container == null) return null;
  const key = await tools.privateKeyOf(certificate.container);
  if (key === null) return null;
  // Looked up first and only then remembered: a key that was taken away is no longer served.
  const known = contexts.get(`${record.thumbprint} ${certificate.container}`);
  if (known !== undefined) return known;
  const cert = new X509Certificate(Buffer.from(certificate.der, 'base64')).toString();
  const made = createSecureContext({ cert, key });
  contexts.set(`${record.thumbprint} ${certificate.container}`, made);
  return made;
}

/** http.sys takes the record of every address where the address itself has none. */
function everyAddressOf(endpoint: Endpoint): string {
  const { family, port } = endpointParts(endpoint);
  return family === 'ipv6' ? `[::]:${port}` : `${everyAddress}:${port}`;
}
