import { expect, test } from 'vitest';
import { isGiven } from '../../electron/server/windows/extended-parameters.ts';

/** HTTP_SERVICE_CONFIG_SSL_PARAM_EX, behind other bytes, as it stands in an answer. */
function parameters(kind: number, flags: number, ...numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(3 + 40);
  bytes.writeUInt32LE(kind, 3);
  bytes.writeUInt32LE(flags, 3 + 8);
  numbers.forEach((number, index) => bytes.writeUInt32LE(number, 3 + 16 + 4 * index));
  return bytes.subarray(3);
}

test.each([
  ['without numbers', 2, 0, []],
  ['with the receive window that every record has on Server 2022', 0, 0, [1_048_576]],
  ['with the limits of settings that every record has there', 1, 0, [2_796_202, 0xffff_ffff]],
  ['with what lies behind its numbers, which is not its own', 0, 0, [1_048_576, 7]],
])('a record that nobody has given parameters is none with any: %s', (_, kind, flags, numbers) => {
  expect(isGiven(kind, parameters(kind, flags, ...numbers))).toBe(false);
});

test.each([
  ['another receive window', 0, 0, [65_535]],
  ['another limit of settings per minute', 1, 0, [2_796_202, 60]],
  ['flags alone', 2, 1, []],
  ['numbers of a kind whose usual ones are not known', 3, 0, [1]],
])('one with %s was given them', (_, kind, flags, numbers) => {
  expect(isGiven(kind, parameters(kind, flags, ...numbers))).toBe(true);
});
