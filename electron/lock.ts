import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './disk.ts';

/** Who rescues this server now. */
export interface Holder {
  readonly what: string;
  readonly processId: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

const holderSchema = z.object({ what: z.string(), processId: z.number(), startedAt: z.string() });

export interface Lock {
  release(): Promise<void>;
}

export type Acquired =
  | { readonly kind: 'acquired'; readonly lock: Lock }
  /** `holder` is null when the other one holds the lock and does not answer. */
  | { readonly kind: 'held'; readonly holder: Holder | null };

/**
 * One rescuer at a time for a data folder. The lock is a listening socket that the operating system drops with the
 * process, so a crash leaves nothing behind and a clock that moves means nothing to it.
 */
export async function acquireLock(directory: string, holder: Holder): Promise<Acquired> {
  const address = addressOf(directory);
  // Asked first as well: Wine, where this is tested, lets two processes listen at one name.
  const before = await ask(address);
  if (before !== 'nobody') return { kind: 'held', holder: before };
  const first = await listen(address, holder);
  if (first !== null) return { kind: 'acquired', lock: first };
  const other = await ask(address);
  if (other !== 'nobody') return { kind: 'held', holder: other };
  // A socket file of a dead process: nobody answers, so it is taken over.
  if ('left' in address) rmSync(address.path, { force: true });
  const second = await listen(address, holder);
  return second === null ? { kind: 'held', holder: null } : { kind: 'acquired', lock: second };
}

/** Where a lock listens. */
type Address =
  | { readonly path: string }
  | { readonly host: string; readonly port: number }
  | { readonly path: string; readonly left: 'by-the-dead' };

/** Nobody has registered it, and it is below those that the system gives away. */
const lockPort = 26_443;

/**
 * Windows has names that go with the process. Linux has them as well, but what Node makes of such a name differs from
 * version to version, and window and command line run in different ones: there every folder has a loopback address of
 * its own. Elsewhere it is a file, which a dead process leaves.
 */
function addressOf(directory: string): Address {
  const hash = createHash('sha256').update(realpathSync.native(directory)).digest();
  if (process.platform === 'linux') {
    const [first, second, third] = [...hash].map((byte) => 1 + (byte % 254));
    return { host: `127.${String(first)}.${String(second)}.${String(third)}`, port: lockPort };
  }
  const name = `cu-rescue-${hash.toString('hex').slice(0, 32)}`;
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\${name}` };
  return { path: join(tmpdir(), `${name}.lock`), left: 'by-the-dead' };
}

function listen(address: Address, holder: Holder): Promise<Lock | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      // Whoever asks may hang up at once; that is no concern of the holder.
      socket.on('error', () => undefined);
      socket.end(JSON.stringify(holder));
    });
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve({ release: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** Asks the holder who it is; `nobody` when none answers the door. */
function ask(address: Address): Promise<Holder | null | 'nobody'> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    const chunks: Buffer[] = [];
    socket.setTimeout(2_000, () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', (error) => {
      resolve(errorCode(error) === 'ECONNREFUSED' || errorCode(error) === 'ENOENT' ? 'nobody' : null);
    });
    socket.once('end', () => {
      socket.end();
      resolve(parseHolder(Buffer.concat(chunks).toString('utf8')));
    });
  });
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    // Somebody else's words on our door: held, by whom is not known.
    return null;
  }
}
