// What keeps a script from its job, told in a sentence instead of a stack.

/** Something in the world that has to be put right by the one who typed the command. */
export class Problem extends Error {
  /** Exit status: 3 stopped, 70 a mistake in this program. */
  status;

  constructor(sentence, status = 3) {
    super(sentence);
    this.status = status;
  }
}

/** Runs a script. A Problem ends it with its sentence and its exit status; anything else is a bug and shows its stack. */
export async function runScript(script) {
  try {
    await script();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = error.status;
  }
}
