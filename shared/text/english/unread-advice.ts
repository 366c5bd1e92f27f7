import type { Facts } from '../../facts.ts';

/** The kinds of reasons that ask for different deeds, by their codes: those of Windows, and those of the file system. */
const denied: readonly string[] = ['5', '0x80070005', 'EACCES', 'EPERM', 'ERROR_ACCESS_DENIED'];
const notFound: readonly string[] = ['2', '3', '0x80070002', '0x80070003', 'ENOENT'];
const inUse: readonly string[] = ['32', '33', '0x80070020', '0x80070021', 'EBUSY'];
const ourMistake: readonly string[] = ['MISTAKE', 'WRONG_SHAPE'];

/** The parts that come out of the configuration of IIS. */
const ofIis: readonly (keyof Facts)[] = ['sites', 'metabaseHashes', 'filesToKeep'];

/** What to do about a part that could not be read, so that it can be when one looks again. */
export function unreadAdvice(part: keyof Facts, code: string): string {
  if (denied.includes(code)) {
    return 'Start this program as an administrator, then look again. Where it is one already, an access list keeps it out: give Administrators access.';
  }
  if (notFound.includes(code)) {
    return ofIis.includes(part)
      ? 'IIS is not installed here, or its configuration is not in its place, and Exchange needs both. Put that right, then look again.'
      : 'What is not there has to be put back by hand. Then look again.';
  }
  if (inUse.includes(code)) {
    return 'Wait until the other program has ended, such as a backup or a virus scan, or close it. Then look again.';
  }
  if (code === 'ETIMEDOUT') {
    return 'Look again in a moment. Where it never answers, something behind it hangs: a smart card, a security module, another server. See to that first.';
  }
  if (ourMistake.includes(code)) {
    return 'That is a mistake of this program, not a fault of the server. Look again; if it stays so, the details are for those who make it.';
  }
  return 'Look again; if it stays so, this code is what to look up, or to tell to support.';
}
