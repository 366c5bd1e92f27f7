import { createRequire } from 'node:module';
import { systemClock } from '../../clock.ts';
import { systemPause } from '../../pause.ts';
import type { Opened } from '../open-server.ts';
import type { KoffiLibrary } from './headers.ts';
import { openWindowsServer } from './open.ts';
import type { WindowsServer } from './windows-server.ts';

/** The machine that this program runs on, which must be a Windows. */
export function openThisMachine(): Promise<Opened<WindowsServer>> {
  return openWindowsServer({
    koffi: loadKoffi,
    architecture: process.arch,
    clock: systemClock,
    pause: systemPause,
    dial: (address) => address,
  });
}

/** Found beside the program, also where that is one executable file: a bundle could not hold its DLL. */
function loadKoffi(): KoffiLibrary {
  return createRequire(import.meta.url)('koffi') as KoffiLibrary;
}
