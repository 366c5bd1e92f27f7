import { UsageError } from './cli/arguments.ts';
import { exit, processOutput } from './cli/output.ts';
import type { Output } from './cli/output.ts';
import { endWhileCallsHang } from './end-process.ts';
import { usage } from '../shared/text/english/command-line.ts';

type Command = (words: readonly string[], output: Output) => Promise<number>;

/** Each command is loaded when it is asked for, so that reading a log costs no more than that. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  diagnose: async () => (await import('./cli/diagnose.ts')).diagnoseCommand,
  practice: async () => (await import('./cli/practice.ts')).practiceCommand,
  inspect: async () => (await import('./cli/inspect.ts')).inspectCommand,
  rescue: async () => (await import('./cli/rescue.ts')).rescueCommand,
  'put-back': async () => (await import('./cli/put-back.ts')).putBackCommand,
  undo: async () => (await import('./cli/undo.ts')).undoCommand,
  report: async () => (await import('./cli/report.ts')).reportCommand,
  bundle: async () => (await import('./cli/bundle.ts')).bundleCommand,
  'rerun-setup': async () => (await import('./cli/rerun-setup.ts')).rerunSetupCommand,
};

/** Runs one command line and gives its exit status. */
async function run([name, ...words]: readonly string[], output: Output): Promise<number> {
  if (name === 'help' || [name, ...words].some((word) => word === '--help' || word === '-h')) {
    output.line(usage);
    return exit.done;
  }
  const load =
    name === undefined ? undefined : Object.entries(commands).find(([known]) => known === name)?.[1];
  if (load === undefined) {
    const what = name === undefined ? 'No command was given' : `There is no command "${name}"`;
    output.complain(`${what}. There is: ${Object.keys(commands).join(', ')}.`);
    return exit.usage;
  }
  try {
    return await (
      await load()
    )(words, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.complain(error.message);
    return exit.usage;
  }
}

/** Without `await` at the top, which the one file of the Windows executable could not have. */
async function main(output: Output): Promise<void> {
  // Where a command never comes back, this is what remains.
  process.exitCode = exit.bug;
  try {
    const status = await run(process.argv.slice(2), output);
    process.exitCode = status;
    await endWhileCallsHang(status);
  } catch (error) {
    output.complain(
      `This is a mistake in the program, not on the server: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

void main(processOutput());
