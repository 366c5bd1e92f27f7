import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { WineWorld } from './wine-world.ts';

/** Somebody in this Windows who rescues it, as far as others can tell. */
export interface RescueHolder {
  release(): Promise<void>;
}

/**
 * Holds the data folder as a rescue does, by the pipe that the folder's path names, until it is released.
 * @param folder as Windows sees it; made where it is not there
 */
export async function holdRescue(world: WineWorld, folder: string, what: string): Promise<RescueHolder> {
  const door = createServer();
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  const connected = once(door, 'connection') as Promise<[Socket]>;
  const holder = { what, processId: 4711, startedAt: '2026-11-22T03:00:00.000Z' };
  const script = `
    const [fs, net, crypto] = ['fs', 'net', 'crypto'].map(require);
    const [, folder, port, answer] = process.argv;
    fs.mkdirSync(folder, { recursive: true });
    const hash = crypto.createHash('sha256').update(fs.realpathSync.native(folder)).digest('hex');
    const server = net.createServer((socket) => socket.on('error', () => 0).end(answer));
    server.listen('\\\\\\\\.\\\\pipe\\\\cu-rescue-' + hash.slice(0, 32), () => {
      net.connect(Number(port), '127.0.0.1').on('error', () => 0).on('close', () => process.exit(0));
    });`;
  const ended = world.run('node.exe', ['-e', script, folder, String(port), JSON.stringify(holder)]);
  const [socket] = await Promise.race([
    connected,
    ended.then(({ stderr }) => Promise.reject(new Error(`The folder is not held: ${stderr}`))),
  ]);
  return {
    async release() {
      socket.destroy();
      door.close();
      await ended;
    },
  };
}
