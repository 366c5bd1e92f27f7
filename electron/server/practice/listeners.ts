import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { certificateBehind, recordFor } from './http-sys.ts';
import { containerOf, systemCanUse, x509Of } from './key-store.ts';
import type { PracticeState } from './state.ts';

const loopback = '127.0.0.1';

interface Listener {
  readonly server: Server;
  readonly closed: Promise<unknown>;
  readonly address: { readonly host: string; readonly port: number };
}

/**
 * The TLS listeners of the practice server: for each endpoint a real one, on a free loopback port. What it
 * serves is looked up anew for every connection, so that a changed record counts at once.
 */
export class Listeners {
  readonly #state: () => Promise<PracticeState | null>;
  readonly #listeners = new Map<Endpoint, Promise<Listener>>();
  readonly #sockets = new Map<Socket, Endpoint>();

  /** @param state the state at this moment; `null` when it cannot be read. */
  constructor(state: () => Promise<PracticeState | null>) {
    this.#state = state;
  }

  /** The loopback address that stands for this endpoint; starts its listener when there is none. */
  async open(endpoint: Endpoint): Promise<Listener['address']> {
    const starting = this.#listeners.get(endpoint) ?? this.#start(endpoint);
    this.#listeners.set(endpoint, starting);
    return (await starting).address;
  }

  /** A loopback address where nothing listens (any more). */
  async shut(endpoint: Endpoint): Promise<Listener['address']> {
    const address = await this.open(endpoint);
    await this.#stop(endpoint);
    return address;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#listeners.keys()].map((endpoint) => this.#stop(endpoint)));
  }

  #start(endpoint: Endpoint): Promise<Listener> {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      this.#sockets.set(socket, endpoint);
      socket.unref();
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
      void this.#serve(endpoint, socket);
    });
    // A listener is no reason to keep the process alive.
    server.unref();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, loopback, () => {
        const { port } = server.address() as AddressInfo;
        resolve({ server, closed: once(server, 'close'), address: { host: loopback, port } });
      });
    });
  }

  async #stop(endpoint: Endpoint): Promise<void> {
    const listener = await this.#listeners.get(endpoint);
    this.#listeners.delete(endpoint);
    if (listener === undefined) return;
    // Somebody else may be shutting it: it is closed once, and all wait for that.
    if (listener.server.listening) listener.server.close();
    for (const [socket, owner] of this.#sockets) if (owner === endpoint) socket.destroy();
    await listener.closed;
  }

  async #serve(endpoint: Endpoint, socket: Socket): Promise<void> {
    const state = await this.#state();
    if (socket.destroyed) return;
    const identity = state === null ? null : identityFor(state, endpoint);
    if (identity === null) {
      // As http.sys does without a usable certificate: the connection is reset.
      socket.resetAndDestroy();
      return;
    }
    const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(identity) });
    secure.on('error', () => secure.destroy());
    // Nothing is said here but the handshake; reading on is how the other side's goodbye is heard.
    secure.resume();
  }
}

/** The certificate and key that http.sys would use for this endpoint; `null` when it has none it can use. */
function identityFor(state: PracticeState, endpoint: Endpoint): { cert: string; key: string } | null {
  const record = recordFor(state, endpoint);
  const certificate = record === null ? null : certificateBehind(state, record);
  if (certificate === null || !systemCanUse(state, certificate)) return null;
  const container = containerOf(state, certificate);
  return container === null ? null : { cert: x509Of(certificate).toString(), key: container.privateKey };
}
