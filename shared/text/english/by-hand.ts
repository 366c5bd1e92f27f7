/** A line that does nothing in any prompt, in the place of a command that could not be pasted safely. */
export const notWritten =
  '# No command is shown here: a name in it holds characters that a prompt would read as its own. Do this by hand in IIS Manager or certlm.msc.';
