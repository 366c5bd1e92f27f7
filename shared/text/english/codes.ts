import type { Because } from '../../reading.ts';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EBUSY: 'another program has locked it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not a folder',
  EROFS: 'the disk is read only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  ETIMEDOUT: 'there was no answer in time',
  ECONNRESET: 'the connection was cut off',
  ESHRUNK: 'it became shorter while it was read',
  TOO_LONG_FOR_A_PIPE: 'it is too long for a pipe; save it as a file and name that',
  NOT_JSON: 'its contents are damaged',
  NOT_A_PRACTICE_SERVER: 'its contents are not those of a practice server',
  NOT_DONE: 'the server said done, and it was not',
  '1312': 'Windows cannot use the private key of the certificate',
};

/** What a code means, in words; the code stays beside it for the one who knows it. */
export function codeClause(code: string): string {
  const known = words[code];
  return known === undefined ? code : `${known} (${code})`;
}

/** What was tried, and what came of it. */
export function becauseText({ code, tried }: Because): string {
  return `${tried}: ${codeClause(code)}`;
}
