import type { Facts } from './facts.ts';
import { commandPromptWord } from './prompt-words.ts';
import { valueOr } from './reading.ts';
import type { SetupRun } from './setup-log/verdict.ts';

/** A program and its switches, and the same as a line to type. */
export interface SetupCommand {
  /** As the log names its folder. */
  readonly program: string;
  readonly switches: readonly string[];
  readonly command: string;
}

/** How to start Setup again, keeping the choices of the run that failed. */
export type Rerun =
  | ({ readonly kind: 'command'; readonly media: string } & SetupCommand)
  /** A role waits with `Action=Install`: unattended mode is refused then, the wizard resumes. */
  | ({ readonly kind: 'wizard'; readonly media: string; readonly role: string } & SetupCommand)
  /** The log does not say where the media was. */
  | { readonly kind: 'media-unknown' }
  /** The installed copy under V15\bin is no media: Setup refuses it. */
  | { readonly kind: 'media-is-installed-copy'; readonly media: string }
  /** Its path holds what the Command Prompt would take for its own. */
  | { readonly kind: 'media-cannot-be-typed'; readonly media: string };

/** The builds from which Setup wants to be told about diagnostic data: 2016 CU22, 2019 CU11, and everything later. */
const diagnosticDataSince: readonly (readonly [number, number, number])[] = [
  [15, 1, 2375],
  [15, 2, 986],
];

const keptSwitches = ['DoNotEnableEP', 'DoNotEnableEP_FEEWS'];
const licence = 'IAcceptExchangeServerLicenseTerms';

/** Facts → the exact command for the next run of Setup; source: "Re-run" in the facts on Windows and Exchange. */
export function rerunOf(facts: Facts): Rerun {
  const run = valueOr(facts.setup, null)?.run ?? null;
  if (run === null || run.media === null) return { kind: 'media-unknown' };
  const media = run.media.replace(/["\s]+$/, '').replace(/\\+$/, '');
  if (/\\v15\\bin(?:\\|$)/i.test(media)) return { kind: 'media-is-installed-copy', media: run.media };
  const program = `${media}\\setup.exe`;
  const programWord = commandPromptWord(program);
  if (programWord === null) return { kind: 'media-cannot-be-typed', media: run.media };
  const resuming = (valueOr(facts.setupState, null)?.incompleteRoles ?? []).find(
    (role) => role.watermark !== null && role.action?.toLowerCase() === 'install',
  );
  if (resuming !== undefined)
    return {
      kind: 'wizard',
      ...setupCommand(program, programWord, []),
      media: run.media,
      role: resuming.role,
    };
  const switches = [
    '/m:Upgrade',
    licenceSwitch(run),
    ...keptSwitches.filter((name) => has(run, name)).map((name) => `/${name}`),
  ];
  return { kind: 'command', ...setupCommand(program, programWord, switches), media: run.media };
}

function setupCommand(program: string, programWord: string, switches: readonly string[]): SetupCommand {
  return { program, switches, command: [programWord, ...switches].join(' ') };
}

function licenceSwitch(run: SetupRun): string {
  if (has(run, `${licence}_DiagnosticDataON`)) return `/${licence}_DiagnosticDataON`;
  if (has(run, `${licence}_DiagnosticDataOFF`) || wantsDiagnosticData(run.setupVersion)) {
    return `/${licence}_DiagnosticDataOFF`;
  }
  return `/${licence}`;
}

function has(run: SetupRun, name: string): boolean {
  return run.parameters.some((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
}

function wantsDiagnosticData(version: string | null): boolean {
  const [major = 0, minor = 0, build = 0] = (version ?? '').split('.').map(Number);
  const known = diagnosticDataSince.find(([, itsMinor]) => itsMinor === minor);
  return major === 15 && known !== undefined && build >= known[2];
}
