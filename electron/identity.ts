import { randomBytes, randomUUID } from 'node:crypto';
import type { Facts } from '../shared/facts.ts';
import type { NewIdentity } from '../shared/plan.ts';

/** What a new certificate would be known by: decided at random before the plan is shown, and kept by it. */
export function newIdentity(facts: Facts): NewIdentity {
  const serial = randomBytes(16);
  // A serial number is a positive integer without leading zeros: the first byte is 01 to 7F.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01;
  return {
    container: `cu-rescue-${randomUUID()}`,
    serialNumber: serial.toString('hex').toUpperCase(),
    notBefore: `${facts.takenAt.slice(0, 19)}.000Z`,
  };
}
