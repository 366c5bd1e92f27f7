import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { keysOf, type Keys } from './registry-keys.ts';
import type { WineWorld } from './wine-world.ts';

const parameters = String.raw`SYSTEM\CurrentControlSet\Services\HTTP\Parameters`;
const exchange = String.raw`SOFTWARE\Microsoft\ExchangeServer`;

/** What a rescue may change, looked at from outside the product. */
export interface Outside {
  /** All that http.sys keeps. */
  readonly httpSys: Keys;
  readonly exchange: string;
  /** Store and thumbprint of each certificate, sorted. */
  readonly certificates: readonly string[];
  readonly containers: readonly string[];
}

export async function lookFromOutside({ registry, tools }: WineWorld): Promise<Outside> {
  const inStore = async (store: string) =>
    (await tools.listCertificates(store)).map(({ thumbprint }) => `${store} ${thumbprint}`);
  return {
    httpSys: keysOf(await registry.export(`HKLM\\${parameters}`)),
    exchange: await registry.export(`HKLM\\${exchange}`),
    certificates: [...(await inStore('MY')), ...(await inStore('Root'))].toSorted(),
    containers: (await tools.listContainers()).toSorted(),
  };
}

/** The key in which http.sys keeps the record of an endpoint. */
export function keyOfRecord(endpoint: string): string {
  return `HKEY_LOCAL_MACHINE\\${parameters}\\SslBindingInfo\\${endpoint}`;
}

/** The thumbprint of what this port of 127.0.0.1 presents to whoever shakes hands. */
export function servedAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(createHash('sha1').update(raw).digest('hex').toUpperCase());
    });
    socket.once('error', reject);
  });
}

/** What openssl says of a certificate. */
export function saidByOpenssl(der: Buffer): string {
  return execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-text', '-nameopt', 'RFC2253'], {
    input: der,
    encoding: 'utf8',
  });
}

/** Whether openssl finds the signature to be made with the certificate's own key; what it says. */
export function selfSignatureByOpenssl(path: string): string {
  const words = ['verify', '-check_ss_sig', '-partial_chain', '-CAfile', path, path];
  return execFileSync('openssl', words, { encoding: 'utf8' });
}
