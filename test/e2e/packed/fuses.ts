import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** How a program spells that a fuse is on. */
const enabled = '1'.charCodeAt(0);

/** Whether each fuse is on, by its name, as the program itself has it. */
export async function fusesOf(program: string): Promise<Readonly<Record<string, boolean>>> {
  const wire = Object.entries(await getCurrentFuseWire(program)).filter(([place]) => place !== 'version');
  return Object.fromEntries(
    wire.map(([place, state]) => [
      FuseV1Options[Number(place)] ?? `the fuse at ${place}`,
      Number(state) === enabled,
    ]),
  );
}

/** What every Electron that we pack with has, and how the release has it. */
export const fusesOfRelease = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
} as const;
