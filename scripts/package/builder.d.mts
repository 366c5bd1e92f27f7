import type { Configuration } from 'electron-builder';

export interface BuilderRun {
  /** Absolute: where it all goes. */
  readonly output: string;
  /** `dir`: as installed; `nsis`: the installer for Windows as well. */
  readonly target: 'dir' | 'nsis';
  /** What differs from electron-builder.yml. */
  readonly config: Configuration;
  /** This machine's when not given. */
  readonly platform?: 'win32' | 'linux';
}

/** Runs electron-builder on electron-builder.yml, and gives the folder with the app as it is installed. */
export function runBuilder(run: BuilderRun): Promise<string>;

/**
 * The Electron that was found here, which need not be the one that package.json names: nothing is downloaded.
 * @param runtime absolute: its program
 */
export function electronHere(runtime: string): {
  readonly electronDist: string;
  readonly electronVersion: string;
};
