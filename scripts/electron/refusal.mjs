// Why Electron does not come up, in our words: Chromium's own are for those who build it.
import { dirname, join } from 'node:path';

/** What an admin can do without the window. */
export const otherWays = 'Type: xvfb-run -a npm start. Or take the command line: npm run -s cli -- --help';

const refusals = [
  {
    by: 'display',
    words: /Missing X server|Failed to connect to Wayland display|The platform failed to initialize/,
  },
  { by: 'sandbox', words: /SUID sandbox helper binary|No usable sandbox/ },
];

/** What refuses Electron, as this line of its standard error tells; null when it tells nothing of the kind. */
export function refusedBy(line) {
  return refusals.find(({ words }) => words.test(line))?.by ?? null;
}

/** In a sentence or three. */
export function refusalText(by, executable, { DISPLAY, WAYLAND_DISPLAY }) {
  if (by === 'display') return `The display ${DISPLAY || WAYLAND_DISPLAY} cannot be opened. ${otherWays}`;
  const helper = join(dirname(executable), 'chrome-sandbox');
  return (
    'This Linux does not let Electron make its sandbox, and the window never runs without it. ' +
    `Type, as root: chown root '${helper}' && chmod 4755 '${helper}'. ` +
    'Or take the command line: npm run -s cli -- --help'
  );
}
