import { networkInterfaces } from 'node:os';
import { endpointParts, everyAddress } from '../../../shared/endpoint.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { Address } from '../../handshake.ts';

/** The IP addresses of this machine, IPv6 without brackets. */
export function localAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}

/** What it takes to find the address where http.sys takes the record of an endpoint. */
export interface Surroundings {
  /** The endpoints that have a record. */
  readonly recorded: readonly Endpoint[];
  /** The addresses of this machine, IPv6 without brackets. */
  readonly local: readonly string[];
  /** The IP listen list: where http.sys listens, and nowhere else; empty means everywhere. */
  readonly listenList: readonly string[];
}

/**
 * Where to shake hands so that http.sys takes the record of this very endpoint: for `0.0.0.0` and for a host name an
 * address of this machine that http.sys listens on and that has no record of its own, which would come first; never a
 * name, which could lead to another address. Where there is none, one that refuses: nothing listens for that record.
 */
export function addressFor(at: Endpoint, { recorded, local, listenList }: Surroundings): Address {
  const { family, host, port } = endpointParts(at);
  const isShared = family === 'host-name' || host === everyAddress || host === '::';
  if (!isShared) return { host, port };
  const taken = new Set(
    recorded
      .map((one) => endpointParts(one))
      .filter((one) => one.port === port)
      .map((one) => one.host),
  );
  const everyOfFamily = family === 'ipv6' ? '::' : everyAddress;
  const listens = (address: string) =>
    listenList.length === 0 || listenList.includes(everyOfFamily) || listenList.includes(address);
  const isOfFamily = (address: string) => address.includes(':') === (family === 'ipv6');
  const isUsable = (address: string) =>
    isOfFamily(address) && !address.startsWith('fe80') && !taken.has(address) && listens(address);
  const usable = local.filter(isUsable);
  const outside = usable.find((address) => address !== loopback && address !== '::1');
  // All of 127.x.x.x is this machine, and http.sys knows no record of such an address unless somebody made one.
  const inside = family === 'ipv6' ? '::1' : taken.has(loopback) ? '127.0.0.2' : loopback;
  const address = { host: outside ?? inside, port };
  return family === 'host-name' ? { ...address, serverName: host } : address;
}

const loopback = '127.0.0.1';
