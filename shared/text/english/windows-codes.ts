/**
 * Windows' codes in words (winerror.h). Each is answered by calls of many kinds, so the words fit them all; what was
 * being done stands beside them.
 */
export const windowsCodes: Readonly<Record<string, string>> = {
  '2': 'Windows has nothing of that name',
  '3': 'there is no such folder',
  '5': 'access is denied, to this program or by an access list',
  '32': 'another program has it open',
  '33': 'another program has locked a part of it',
  '50': 'this Windows cannot do that',
  '87': 'Windows does not understand what it was given',
  '122': 'the answer is longer than expected',
  '183': 'it is there already',
  '259': 'there is no more of it',
  '1058': 'the service is disabled',
  '1060': 'there is no such service',
  '1312': 'Windows cannot use the private key of the certificate',
  '1336': 'Windows does not understand the access list',
  '0x80070002': 'Windows has nothing of that name',
  '0x80070005': 'access is denied, to this program or by an access list',
  '0x80070020': 'another program has it open',
  '0x80070021': 'another program has locked a part of it',
  '0x80070520': 'Windows cannot use the private key of the certificate',
  '0x80090006': 'the signature is not valid',
  '0x8009000D': 'there is no key in the key container',
  '0x8009000F': 'there is a key container of that name already',
  '0x80090010': 'access to the key is denied',
  '0x80090014': 'the key belongs to another type of provider',
  '0x80090016': 'the key container is not there, or may not be opened ("Keyset does not exist")',
  '0x80090029': 'the provider of the key cannot do that',
  '0x80092004': 'the certificate is not there',
  '0x80092005': 'the certificate is there already',
  // As a practice server writes it.
  ERROR_ACCESS_DENIED: 'access is denied',
};
