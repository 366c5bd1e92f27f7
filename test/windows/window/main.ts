// The product's window on a server that lives in another process: what Electron starts in the test of the window.
import { app } from 'electron';
import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import { modeGuard } from '../../../electron/data-folder.ts';
import { endOnCrash } from '../../../electron/crash.ts';
import { startWindow } from '../../../electron/window/start-window.ts';
import { parseLaunch, typedWords } from '../../../electron/wizard/launch.ts';
import { serverWorkplaces } from '../../../electron/wizard/server-workplace.ts';
import { BridgeConnection } from '../bridge-connection.ts';
import { lineReader, type FromWindows } from '../bridge/messages.ts';
import { openRemoteServer } from '../remote-server.ts';
import { fromEnvironment } from './environment.ts';

const { port, token, needs } = fromEnvironment(process.env);

const socket = connect(port, '127.0.0.1').setEncoding('utf8');
const connection = new BridgeConnection(socket);
socket.on(
  'data',
  lineReader((line) => {
    connection.receive(JSON.parse(line) as FromWindows);
  }),
);
socket.on('close', () => {
  connection.end(new Error('The test has gone'));
});
socket.write(`${JSON.stringify({ kind: 'hello', token } satisfies FromWindows)}\n`);

const crashes = endOnCrash(systemClock, () => {
  app.exit(70);
});
const launch = parseLaunch(typedWords(process.argv, 'checkout'), process.cwd());
if (launch.kind !== 'launch' || launch.data === null) throw new Error('The test names the data folder');
void startWindow({
  directory: launch.data,
  folder: 'make',
  guard: modeGuard,
  open: serverWorkplaces(launch.data, () => openRemoteServer(connection, needs)),
  scenarios: [],
  crashes,
  built: join(__dirname, '..', '..'),
});
