import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import { endpoint, everyAddress, type Endpoint } from '../../../../shared/endpoint.ts';

const serverNameIndication = 1;

/**
 * Where http.sys keeps the certificate of an https binding. `null` when this is no binding information
 * (`address:port:host`, the address empty, `*`, an IPv4 one or an IPv6 one in brackets).
 * @param sslFlags with SNI the record is kept under the host name, whatever the address; without, under the address
 */
export function endpointOf(information: string, sslFlags: number): Endpoint | null {
  const groups = /^(?<address>\[[^\]]*\]|[^:]*):(?<port>\d{1,5}):(?<host>[^\s:[\]]*)$/.exec(
    information,
  )?.groups;
  const address = addressOf(groups?.['address'] ?? '');
  const port = Number(groups?.['port']);
  if (groups === undefined || address === null || port < 1 || port > 65_535) return null;
  const host = groups['host'] ?? '';
  const byName = (sslFlags & serverNameIndication) !== 0 && host !== '';
  return endpoint(`${byName ? host : address}:${port}`);
}

function addressOf(text: string): string | null {
  if (text === '' || text === '*') return everyAddress;
  if (isIPv4(text)) return text;
  const address = /^\[(?<address>.+)\]$/.exec(text)?.groups?.['address'] ?? '';
  return isIPv6(address) ? `[${shortest(address)}]` : null;
}

/** As Windows writes IPv6 addresses, so that `[0:0:0:0:0:0:0:1]` finds the record of `[::1]`. */
function shortest(address: string): string {
  const [bare = '', ...zone] = address.split('%');
  return [new SocketAddress({ address: bare, family: 'ipv6' }).address, ...zone].join('%');
}
