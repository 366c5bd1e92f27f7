import { timingSafeEqual } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { assertNever } from '../../shared/assert-never.ts';
import { lineReader, type FromLinux, type FromWindows } from './bridge/messages.ts';

/** What a call may do besides answering. */
export interface CallOptions {
  readonly told?: (notice: unknown) => void;
  readonly until?: AbortSignal;
}

interface Waiting {
  readonly told: ((notice: unknown) => void) | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The Linux end of the socket to one Windows process. */
export class BridgeConnection {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: Error | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    // The process' end is told by whoever watches the process.
    socket.on('error', () => socket.destroy());
  }

  /** Rejects with what the method threw in Windows, or with why the process ended. */
  call(method: string, words: readonly unknown[], { told, until }: CallOptions = {}): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#last;
    const abort = () => {
      this.#send({ kind: 'abort', id });
    };
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, { told, resolve, reject });
    });
    this.#send({ kind: 'call', id, method, words });
    if (until?.aborted === true) abort();
    else until?.addEventListener('abort', abort, { once: true });
    return answer.finally(() => until?.removeEventListener('abort', abort));
  }

  receive(message: FromWindows): void {
    if (message.kind === 'hello') return;
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.kind === 'notice') {
      waiting.told?.(message.value);
      return;
    }
    this.#waiting.delete(message.id);
    switch (message.kind) {
      case 'answer':
        waiting.resolve(message.value);
        return;
      case 'failure':
        waiting.reject(new Error(`In Windows: ${message.stack}`));
        return;
      default:
        assertNever(message);
    }
  }

  /** The process is gone: nothing that waits will be answered. */
  end(because: Error): void {
    this.#ended = because;
    this.#socket.destroy();
    for (const { reject } of this.#waiting.values()) reject(because);
    this.#waiting.clear();
  }

  #send(message: FromLinux): void {
    this.#socket.write(`${JSON.stringify(message)}\n`);
  }
}

/** A place on loopback where one Windows process, and nobody else, is expected. */
export interface Expected {
  readonly port: number;
  readonly connected: Promise<BridgeConnection>;
  /** Waits no longer: `connected` rejects. */
  readonly giveUp: (because: Error) => void;
}

/** @param token what the process says first; who does not is turned away */
export async function expectBridge(token: string): Promise<Expected> {
  const settle: { resolve: (connection: BridgeConnection) => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };
  const connected = new Promise<BridgeConnection>((resolve, reject) =>
    Object.assign(settle, { resolve, reject }),
  );
  const server = createServer((socket) => {
    socket.setEncoding('utf8');
    let connection: BridgeConnection | null = null;
    const lines = lineReader((line) => {
      if (connection !== null) {
        connection.receive(JSON.parse(line) as FromWindows);
        return;
      }
      if (!saysToken(line, token)) {
        socket.destroy();
        return;
      }
      server.close();
      connection = new BridgeConnection(socket);
      settle.resolve(connection);
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', lines);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    connected,
    giveUp(because) {
      server.close();
      settle.reject(because);
    },
  };
}

function saysToken(line: string, token: string): boolean {
  const said = Buffer.from(line);
  const expected = Buffer.from(JSON.stringify({ kind: 'hello', token } satisfies FromWindows));
  return said.length === expected.length && timingSafeEqual(said, expected);
}
