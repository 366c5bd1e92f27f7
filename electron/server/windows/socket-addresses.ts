import { isIPv6 } from 'node:net';
import { constants } from './headers.ts';
import type { Pointer, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** A socket address of Windows; IPv6 in its short form, with its zone, without brackets. Throws `WindowsError`. */
export function addressIn(
  win32: Win32,
  at: Pointer | Uint8Array,
  offset = 0,
): { readonly host: string; readonly port: number } {
  const family = win32.decode(at, 'uint16', offset) as number;
  switch (family) {
    case constants.AF_INET: {
      const { sin_addr, sin_port } = win32.decode(at, win32.types.SOCKADDR_IN, offset) as {
        readonly sin_addr: ArrayLike<number>;
        readonly sin_port: ArrayLike<number>;
      };
      return { host: Array.from(sin_addr).join('.'), port: bigEndian(sin_port) };
    }
    case constants.AF_INET6: {
      const { sin6_addr, sin6_port, sin6_scope_id } = win32.decode(at, win32.types.SOCKADDR_IN6, offset) as {
        readonly sin6_addr: ArrayLike<number>;
        readonly sin6_port: ArrayLike<number>;
        readonly sin6_scope_id: number;
      };
      const zone = sin6_scope_id === 0 ? '' : `%${sin6_scope_id}`;
      return { host: `${ipv6Text(sin6_addr)}${zone}`, port: bigEndian(sin6_port) };
    }
    default:
      throw new WindowsError(`address family ${family} of http.sys`, constants.ERROR_INVALID_PARAMETER);
  }
}

/** A port in network order. */
export function bigEndian(bytes: ArrayLike<number>): number {
  return (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
}

/** In the short form, as Windows and everybody writes it. */
function ipv6Text(bytes: ArrayLike<number>): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  // The URL parser knows the rules for the short form.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function ipv6Bytes(host: string): Buffer {
  if (!isIPv6(host)) throw new Error(`Not an IPv6 address: ${host}`);
  const full = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [head = '', tail] = full.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const bytes = Buffer.alloc(16);
  [...front, ...middle, ...back].forEach((group, index) =>
    bytes.writeUInt16BE(parseInt(group, 16), 2 * index),
  );
  return bytes;
}

/** SOCKADDR_IN or SOCKADDR_IN6. */
export function socketAddress(family: 'ipv4' | 'ipv6', host: string, port: number): Buffer {
  if (family === 'ipv4') {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt16LE(constants.AF_INET, 0);
    bytes.writeUInt16BE(port, 2);
    host.split('.').forEach((part, index) => bytes.writeUInt8(Number(part), 4 + index));
    return bytes;
  }
  const [address = '', scope = '0'] = host.split('%');
  const bytes = Buffer.alloc(28);
  bytes.writeUInt16LE(constants.AF_INET6, 0);
  bytes.writeUInt16BE(port, 2);
  ipv6Bytes(address).copy(bytes, 8);
  bytes.writeUInt32LE(Number(scope), 24);
  return bytes;
}

/** SOCKADDR_STORAGE as a value, for the structs that hold it themselves; what is not given is zero. */
export function socketAddressStorage(address: Buffer): object {
  const bytes = Buffer.alloc(128);
  address.copy(bytes);
  return {
    ss_family: bytes.readUInt16LE(0),
    ss_port: [...bytes.subarray(2, 4)],
    ss_rest: [...bytes.subarray(4, 8)],
    ss_align: bytes.readBigUInt64LE(8),
    ss_pad2: [...bytes.subarray(16)],
  };
}
