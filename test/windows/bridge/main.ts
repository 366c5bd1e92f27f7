// The Windows side: connects to the test that started it, says the token, and answers calls until the socket closes.
import { connect } from 'node:net';
import { lineReader, type FromLinux, type FromWindows } from './messages.ts';
import { serverMethods } from './server-methods.ts';
import { surroundings } from './surroundings.ts';
import { worldTools } from './world.ts';
import type { Call, Methods } from './methods.ts';

const [port] = process.argv.slice(2);
const token = process.env['CU_RESCUE_BRIDGE_TOKEN'] ?? '';
// What the server under test starts must not know it.
delete process.env['CU_RESCUE_BRIDGE_TOKEN'];

const methods: Methods = { ...serverMethods(), ...surroundings, ...asMethods(worldTools()) };
const running = new Map<number, AbortController>();
const socket = connect(Number(port), '127.0.0.1');

socket.setEncoding('utf8');
socket.on(
  'data',
  lineReader((line) => {
    const message = JSON.parse(line) as FromLinux;
    if (message.kind === 'abort') running.get(message.id)?.abort();
    else void answer(message);
  }),
);
// Nobody is left to answer to.
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(0));
send({ kind: 'hello', token });

function send(message: FromWindows): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

async function answer({ id, method, words }: Extract<FromLinux, { kind: 'call' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const call: Call = {
    notice(value) {
      send({ kind: 'notice', id, value });
    },
    until: controller.signal,
  };
  try {
    const run = methods[method];
    if (run === undefined) throw new Error(`The bridge has no method ${method}`);
    send({ kind: 'answer', id, value: await run(words, call) });
  } catch (error) {
    send({
      kind: 'failure',
      id,
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  } finally {
    running.delete(id);
  }
}

function asMethods(tools: object): Methods {
  return Object.fromEntries(
    Object.entries(tools as Record<string, (...words: readonly unknown[]) => unknown>).map(([name, tool]) => [
      `world.${name}`,
      (words) => tool(...words),
    ]),
  );
}
