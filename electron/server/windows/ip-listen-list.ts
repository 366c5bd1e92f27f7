import { constants } from './headers.ts';
import { ipv6Text } from './http-record.ts';
import type { Out, Win32 } from './win32.ts';
import { answeredZero, WindowsError } from './windows-error.ts';

/** The addresses that http.sys listens on; none means all of them. Throws `WindowsError`. */
export async function ipListenList(win32: Win32): Promise<readonly string[]> {
  const answer = await listInBytes(win32);
  if (answer === null) return [];
  const { HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY: list, SOCKADDR_STORAGE: address } = win32.types;
  // By itself: an empty list is shorter than the struct, which has room for one address.
  const count = win32.decode(answer, 'uint32') as number;
  const [whole, each] = [win32.sizeOf(list), win32.sizeOf(address)];
  return Array.from({ length: count }, (_, index) => addressAt(win32, answer, whole - each + index * each));
}

/** `null` where there is no list. */
async function listInBytes(win32: Win32): Promise<Buffer | null> {
  const id = constants.HttpServiceConfigIPListenList;
  for (let output: Buffer | null = null; ;) {
    const needed: Out<number> = [0];
    const { result } = await win32.HttpQueryServiceConfiguration(
      null,
      id,
      null,
      0,
      output,
      output?.length ?? 0,
      needed,
      null,
    );
    if (result === constants.ERROR_FILE_NOT_FOUND) return null;
    if (result !== constants.ERROR_INSUFFICIENT_BUFFER) {
      answeredZero('HttpQueryServiceConfiguration', result);
      return output;
    }
    output = Buffer.alloc(needed[0]);
  }
}

function addressAt(win32: Win32, list: Buffer, offset: number): string {
  const family = win32.decode(list, 'uint16', offset) as number;
  switch (family) {
    case constants.AF_INET: {
      const { sin_addr } = win32.decode(list, win32.types.SOCKADDR_IN, offset) as {
        readonly sin_addr: ArrayLike<number>;
      };
      return Array.from(sin_addr).join('.');
    }
    case constants.AF_INET6: {
      const { sin6_addr } = win32.decode(list, win32.types.SOCKADDR_IN6, offset) as {
        readonly sin6_addr: ArrayLike<number>;
      };
      return ipv6Text(sin6_addr);
    }
    default:
      throw new WindowsError(
        `address family ${family} of the IP listen list`,
        constants.ERROR_INVALID_PARAMETER,
      );
  }
}
