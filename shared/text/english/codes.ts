import type { Because } from '../../reading.ts';
import { windowsCodes } from './windows-codes.ts';

const words: Readonly<Record<string, string>> = {
  ...windowsCodes,
  ENOENT: 'there is no such file or folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EBUSY: 'another program has locked it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not a folder',
  EROFS: 'the disk is read only',
  ELOOP: 'a link stands in its place, which leads elsewhere and is not followed',
  EMLINK: 'it has a second name, under which it may belong elsewhere',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  ETIMEDOUT: 'there was no answer in time',
  ECONNRESET: 'the connection was cut off',
  EFBIG: 'it would become longer than a file may be here',
  JOURNAL_CHANGED: 'it is not any more as this program left it',
  ESHRUNK: 'it became shorter while it was read',
  TOO_LONG_FOR_A_PIPE: 'it is too long for a pipe; save it as a file and name that',
  NOT_JSON: 'its contents are damaged',
  NOT_A_PRACTICE_SERVER: 'its contents are not those of a practice server',
  ACCESS_LIST_NOT_UNDERSTOOD: 'the list of who may do what with it is not understood',
  NOT_A_KEY_FILE: 'it is no file that Windows keeps a machine key in',
  NO_SIGNER: 'it does not tell who has signed it',
  NOT_TRIED: 'it was not tried',
  MISTAKE: 'this program made a mistake there',
  WRONG_SHAPE: 'the answer was not one that this program knows',
  NOT_DONE: 'the server said done, and it was not',
  // Of IIS's configuration, of scheduled tasks, of what Windows' own programs print.
  XML_NOT_WELL_FORMED: 'it is damaged: it is no well-formed XML',
  XML_DOCTYPE_REFUSED:
    'it declares a document type, which Windows never writes and which may name other files',
  ENCODING_NOT_UNDERSTOOD: 'its bytes are no text in the encoding that it claims',
  FILE_TOO_LARGE: 'it is far larger than such a file ever is',
  NOT_A_CONFIGURATION: 'it is no configuration of IIS',
  SECTION_MISSING: 'a section is missing in it that IIS cannot do without',
  SECTION_ELSEWHERE: 'a section of it lies in another file, which is not followed',
  SECTION_ENCRYPTED: 'a section of it is encrypted',
  ATTRIBUTE_MISSING: 'an attribute is missing in it that has to be there',
  VALUE_NOT_UNDERSTOOD: 'a value in it is not understood',
  SITE_ID_TWICE: 'two sites in it have the same id',
  PATH_NOT_ABSOLUTE: 'the path is not a whole one, from the drive on',
  ENVIRONMENT_VARIABLE_MISSING: 'the path names an environment variable that is not set',
  NO_OUTPUT: 'it printed nothing',
  TOO_MUCH_OUTPUT: 'it printed far more than expected',
};

/** What a code means, in words; the code stays beside it for the one who knows it. */
export function codeClause(code: string): string {
  const known = words[code];
  if (known !== undefined) return `${known} (${code})`;
  return isNumber(code) ? `Windows answered ${code}` : code;
}

/** What was tried, and what came of it. */
export function becauseText({ code, tried }: Because): string {
  return `${tried}: ${codeClause(code)}`;
}

/** As Windows' codes are written: small ones in decimal, HRESULTs in hexadecimal. */
function isNumber(code: string): boolean {
  return /^(?:\d+|0x[0-9A-F]{8})$/i.test(code);
}
