import { createHash } from 'node:crypto';
import { createSecureContext, connect, type SecureContext, type SecureContextOptions } from 'node:tls';
import { thumbprint } from '../shared/thumbprint.ts';
import type { Served } from './server/server.ts';

/** A literal IP address of this very machine (IPv6 without brackets) and its port. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for; without one the server takes the record of the address. */
  readonly serverName?: string;
}

/**
 * Which certificate an address serves: one TLS handshake, then the connection is closed.
 * Nothing is ever sent through it, and the certificate is looked at, not trusted.
 * @param timeLimit milliseconds until `no-handshake` with `ETIMEDOUT`.
 */
export function servedCertificate(address: Address, timeLimit: number): Promise<Served> {
  return new Promise((resolve) => {
    const { host, port, serverName } = address;
    const name = serverName === undefined ? {} : { servername: serverName };
    const socket = connect({
      host,
      port,
      ...name,
      rejectUnauthorized: false,
      secureContext: oldServersToo(createSecureContext),
    });
    const settle = (served: Served) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(served);
    };
    const fail = (code: string) => {
      const tried = `TLS handshake with ${address.host}, port ${address.port}`;
      settle({ kind: 'no-handshake', because: { code, tried } });
    };
    const timer = setTimeout(fail, timeLimit, 'ETIMEDOUT');
    socket.once('secureConnect', () => {
      const der = socket.getPeerX509Certificate()?.raw;
      if (der === undefined) {
        fail('NO_CERTIFICATE');
        return;
      }
      resolve({ kind: 'certificate', thumbprint: thumbprint(createHash('sha1').update(der).digest('hex')) });
      // An orderly goodbye, so that no server logs a failed handshake; nobody waits for the other side's.
      socket.resume().end();
      socket.unref();
      timer.unref();
    });
    socket.once('close', () => {
      clearTimeout(timer);
    });
    // `on`: an error after the first one finds a listener too, and changes nothing any more.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.name;
      if (nobodyThere.includes(code)) settle({ kind: 'nothing-listens' });
      else fail(code);
    });
  });
}

/**
 * Refused: the port is shut. The others: this machine has no such address now (its network card is off, its IPv6
 * switched off), and where there is no address nothing listens, whatever record waits for it.
 */
const nobodyThere: readonly string[] = ['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EHOSTUNREACH'];

/**
 * TLS 1.0 as well: OpenSSL wants the security level lowered for it, Electron's BoringSSL knows no such level.
 * @param create throws where it does not know the ciphers; Node's own
 */
export function oldServersToo(create: (options: SecureContextOptions) => SecureContext): SecureContext {
  try {
    return create({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
  } catch {
    return create({ minVersion: 'TLSv1' });
  }
}
