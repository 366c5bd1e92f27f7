// A rescuer of a practice folder that ends itself by SIGKILL at a named point: DIRECTORY DEED POINT.
import { openServer } from '../../electron/server/open-server.ts';
import { doUntil } from './killed-deed.ts';
import type { Deed } from './killed-deed.ts';

const [directory = '', deed, fatal = 'named'] = process.argv.slice(2);

void doUntil(fatal, directory, deed as Deed, () => openServer(directory, null, 'at-once'));
