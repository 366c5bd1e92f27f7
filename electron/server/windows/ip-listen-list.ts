import { constants } from './headers.ts';
import { addressIn } from './socket-addresses.ts';
import type { Out, Win32 } from './win32.ts';
import { answeredZero } from './windows-error.ts';

/** The addresses that http.sys listens on; none means all of them. Throws `WindowsError`. */
export async function ipListenList(win32: Win32): Promise<readonly string[]> {
  const answer = await listInBytes(win32);
  if (answer === null) return [];
  const { HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY: list, SOCKADDR_STORAGE: address } = win32.types;
  // By itself: an empty list is shorter than the struct, which has room for one address.
  const count = win32.decode(answer, 'uint32') as number;
  const [whole, each] = [win32.sizeOf(list), win32.sizeOf(address)];
  return Array.from({ length: count }, (_, index) =>
    addressIn(win32, answer, whole - each + index * each).host.replace(/%.*$/, ''),
  );
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
