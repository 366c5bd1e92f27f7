import { z } from 'zod';
import type { ArgumentOf, CallName } from './contract.ts';
import { parseThumbprint } from './thumbprint.ts';
import type { Thumbprint } from './thumbprint.ts';
import { stages } from './stage.ts';

/** Far longer than any name or id of ours. */
const word = z.string().max(200);
/** Its length first: nothing long is looked through. */
const thumbprint = z.custom<Thumbprint>(
  (value) => typeof value === 'string' && value.length === 40 && parseThumbprint(value) === value,
);
const nothing = z.undefined();

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('use'), thumbprint }),
  z.strictObject({ kind: z.literal('repair-key'), thumbprint }),
  z.strictObject({ kind: z.literal('put-back'), thumbprint }),
  z.strictObject({ kind: z.literal('create'), trust: z.enum(['add-to-root', 'leave-untrusted']) }),
]);

const copied = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('report') }),
  z.strictObject({ kind: z.literal('report-redacted') }),
  z.strictObject({ kind: z.literal('plan') }),
  z.strictObject({ kind: z.literal('setup-command') }),
  z.strictObject({ kind: z.literal('change-commands'), changeId: word }),
  z.strictObject({ kind: z.literal('look-commands') }),
  z.strictObject({ kind: z.literal('thumbprint'), thumbprint }),
  z.strictObject({ kind: z.literal('details') }),
]);

/** What the window may bring with each call; main checks it, since the window may be lied to. Never loaded there. */
export const argumentSchemas: { readonly [Name in CallName]: z.ZodType<ArgumentOf<Name>> } = {
  getState: nothing,
  lookAgain: nothing,
  goTo: z.strictObject({ stage: z.enum(stages) }),
  choose: z.strictObject({ choice }),
  begin: z.strictObject({ planId: word }),
  stopAfterThisChange: nothing,
  continueRescue: nothing,
  undo: nothing,
  undoChange: z.strictObject({ rescue: z.int().positive(), changeId: word }),
  startOver: nothing,
  runSetup: nothing,
  checkSetup: nothing,
  startSetup: z.strictObject({ offerId: word }),
  followSetup: nothing,
  stopFollowing: nothing,
  switchScenario: z.strictObject({ scenario: word }),
  copy: z.strictObject({ what: copied }),
  saveReport: nothing,
  printReport: nothing,
  putTroubleAway: nothing,
};
