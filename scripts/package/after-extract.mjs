// What electron-builder runs once Electron lies where the pack is made, and before the app comes in.
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** What an Electron brings to start an app that is not packed, and the file that names its version. */
const notOfTheApp = ['resources/app', 'resources/default_app.asar', 'version'];

/** Fuses of our configuration by their place in Electron's row of fuses: older Electrons have a shorter one. */
const laterFuses = { grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges };

/** Variables by which Electron writes a file where somebody else chose, before anything of ours runs: no fuse is theirs. */
const doors = ['ELECTRON_ENABLE_LOGGING', 'ELECTRON_LOG_FILE'];

/**
 * Takes away what belongs to bare Electron, shuts what has no fuse, and leaves fuses alone that this Electron does not
 * have.
 */
export default async function afterExtract({ appOutDir, packager }) {
  for (const name of notOfTheApp) rmSync(join(appOutDir, name), { recursive: true, force: true });
  const program = join(appOutDir, executableIn(appOutDir));
  const { electronFuses, electronVersion } = packager.config;
  const open = shut(program);
  if (open.length > 0)
    console.log(`Electron ${electronVersion} keeps ${open.join(', ')} elsewhere: not shut.`);
  const wire = await getCurrentFuseWire(program);
  for (const [name, place] of Object.entries(laterFuses)) {
    if (place in wire) continue;
    console.log(`Electron ${electronVersion} is too old for the fuse ${name}: it is not set.`);
    delete electronFuses[name];
  }
}

/** Before it has the name of the app. */
function executableIn(folder) {
  return readdirSync(folder).find((name) => name === 'electron' || name === 'electron.exe');
}

/** Lets the program ask for names that no Windows can hold (scripts/windows/doors.mjs); gives those it does not have. */
function shut(program) {
  const bytes = readFileSync(program);
  const file = openSync(program, 'r+');
  try {
    return doors.filter((name) => {
      const text = Buffer.from(`\0${name}\0`, 'latin1');
      const place = bytes.indexOf(text);
      if (place === -1 || bytes.indexOf(text, place + 1) !== -1) return true;
      writeSync(file, '==', place + 1, 'latin1');
      return false;
    });
  } finally {
    closeSync(file);
  }
}
