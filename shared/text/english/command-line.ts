/** What `--help` prints. */
export const usage = `CU Rescue: gets Exchange Setup running again when a certificate stopped it.

  diagnose --log FILE... [--json]                     what Setup's logs say (- is standard input;
                                                      on the server itself --log may be left out)
  diagnose --facts FILE... [--json]                   what is wrong with a server elsewhere, by what
                                                      inspect --json printed there
  practice --list [--json]                            the practice scenarios
  inspect  [--practice NAME] --data DIR [--json]      look at the server; changes nothing
  rescue   [--practice NAME] --data DIR               on a console: asks, stage by stage; elsewhere
                                                      it only shows the plan
  rescue   [--practice NAME] --data DIR --yes [--json]
                                                      the whole rescue with the preselected answers
  rescue   --data DIR --continue --yes [--json]       go on with a rescue that was cut off
  put-back [--practice NAME] --data DIR [--certificate THUMBPRINT] [--yes [--json]]
                                                      bind the real certificate again, once the update
                                                      has succeeded; without --yes as rescue
  undo     --data DIR --all --yes [--json]            take back everything that was changed
  undo     --data DIR --put-back --yes [--json]       take back what put-back did, and nothing before it
  undo     --data DIR --change RESCUE/CHANGE --yes [--json]
                                                      take back one change, such as 1/2: the second
                                                      of the first rescue; without --yes either is
                                                      only shown
  report   --data DIR [--redact]                      what was done, to print or to mail;
                                                      --redact replaces the names in it
  bundle   --data DIR --out FILE --yes [--redact]     one zip for whoever helps you; without --yes it
                                                      is only shown
  rerun-setup --data DIR [--json]                     run Setup again (practice only)

On the server itself --data may be left out: the folder is then %ProgramData%\\CU Rescue.
Ctrl+C ends rescue, put-back and undo at once between two changes, and after the change that is under way.

Exit status: 0 done, 1 not the certificate or Setup failed, 2 a file could not be read,
3 stopped or the data folder cannot be used, 64 bad usage, 70 a mistake in this program.`;

/**
 * Of a file that `diagnose --facts` was given.
 * @param where the first place that does not fit; `null` when it is no JSON at all
 */
export function notFactsText(file: string, where: string | null): string {
  const how = where === null ? 'it is not JSON' : `${where} is missing, or is not as this version knows it`;
  return `${file} is not what inspect --json prints: ${how}. Take the output as it is, of the same version of this program.`;
}

/** What `npm start -- --help` says. */
export function windowUsage(scenarios: readonly string[]): string {
  return `CU Rescue, the window: gets Exchange Setup running again when a certificate stopped it.

  npm start                          goes on where you left off, on a practice server of your own
  npm start -- --practice NAME       opens this practice scenario
  npm start -- --data DIR            keeps the rescue in this folder, or goes on with the one that it holds

Scenarios: ${scenarios.join(', ')}.
Without a window: npm run -s cli -- --help

Exit status: 0 closed, 3 the window cannot be opened, 64 bad usage, 70 a mistake in this program.`;
}

/** @param name a switch of Chromium's, without its dashes */
export function switchForbidden(name: string): string {
  return `CU Rescue does not run with --${name}: it would open what keeps its window shut. Start it without; where nobody typed it, look for it in the shortcut and in the environment variables.`;
}
