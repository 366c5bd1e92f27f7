import { networkInterfaces } from 'node:os';
import { endpointParts, everyAddress } from '../../../shared/endpoint.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { Address } from '../../handshake.ts';

/** The IP addresses of this machine, IPv6 without brackets. */
export function localAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}

/**
 * Where to shake hands so that http.sys takes the record of this very endpoint: for `0.0.0.0` an address of this
 * machine that has no record of its own, and never a name, which could lead to another address.
 * @param recorded the endpoints that have a record
 */
export function addressFor(at: Endpoint, recorded: readonly Endpoint[], local: readonly string[]): Address {
  const { family, host, port } = endpointParts(at);
  if (family === 'host-name') return { host: loopback, port, serverName: host };
  if (host !== everyAddress && host !== '::') return { host, port };
  const taken = new Set(
    recorded
      .map((one) => endpointParts(one))
      .filter((one) => one.port === port)
      .map((one) => one.host),
  );
  const isOfFamily = (address: string) => address.includes(':') === (family === 'ipv6');
  const isUsable = (address: string) =>
    isOfFamily(address) && !address.startsWith('fe80') && !taken.has(address);
  const usable = local.filter(isUsable);
  const outside = usable.find((address) => address !== loopback && address !== '::1');
  // All of 127.x.x.x is this machine, and http.sys knows no record of such an address unless somebody made one.
  const inside = family === 'ipv6' ? '::1' : taken.has(loopback) ? '127.0.0.2' : loopback;
  return { host: outside ?? inside, port };
}

const loopback = '127.0.0.1';
