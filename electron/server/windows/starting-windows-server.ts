import type { ConfirmedSetup } from '../../../shared/setup-start.ts';
import type { Judged, SetupStarter, SetupStartEnd } from '../setup-starter.ts';
import { setupCalls } from './setup-calls.ts';
import { judgeSetupProgram, startSetupProgram } from './setup-program.ts';
import type { SetupProgramNeeds } from './setup-program.ts';
import { WindowsServer } from './windows-server.ts';
import type { WindowsWorld } from './windows-server.ts';

/**
 * The real server of the window, which starts Setup where the administrator says so. No command does, so the command
 * line has the other one.
 */
export class StartingWindowsServer extends WindowsServer implements SetupStarter {
  readonly #needs: SetupProgramNeeds;

  /** Throws `MissingFromWindows`. */
  constructor(world: WindowsWorld) {
    super(world);
    const { win32, pause } = world;
    this.#needs = { win32: { ...win32, ...setupCalls(win32) }, pause };
  }

  judgeSetup(program: string): Promise<Judged> {
    return judgeSetupProgram(this.#needs.win32, program);
  }

  startSetup(confirmed: ConfirmedSetup, until: AbortSignal): Promise<SetupStartEnd> {
    return startSetupProgram(this.#needs, confirmed, until);
  }
}
