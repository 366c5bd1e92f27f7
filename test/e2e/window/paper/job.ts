import type { PaperSize } from '../../../../electron/window/paper-size.ts';

/** A page to be printed. */
export interface Job {
  /** Of the PDF, in the folder of the jobs. */
  readonly name: string;
  readonly paper: PaperSize;
  readonly html: string;
  readonly footer: string;
}

/** What is to be printed lies here, in the folder that the PDFs are written into. */
export const jobFile = 'jobs.json';

const variable = 'CU_RESCUE_TEST_PAPER';

/** The folder as a variable of the environment. */
export function asEnvironment(folder: string): Readonly<Record<string, string>> {
  return { [variable]: folder };
}

export function fromEnvironment(environment: NodeJS.ProcessEnv): string {
  const folder = environment[variable];
  if (folder === undefined) throw new Error(`${variable} is not set: only a test starts this`);
  return folder;
}
