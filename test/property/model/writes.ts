import type { ConcreteChange } from '../../../shared/change.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { channelKey } from '../../../electron/server/practice/key-store.ts';
import { keyAccessLists } from '../../../electron/server/practice/key-access.ts';
import { win32 as windowsPath } from 'node:path';
import { fixedKey } from '../../fixtures/keys/fixed-keys.ts';
import { absent, describedBy, place, serialNumberOf, text } from './places.ts';
import type { Places } from './places.ts';

/** The key of every certificate that is made here: which one it is plays no part. */
export const madeKey = fixedKey(7);

/** What a change says of places, at one of its ends. This, and nothing else, it may bring about. */
export function writesOf(change: ConcreteChange, end: 'before' | 'after'): Places {
  switch (change.kind) {
    case 'record': {
      const name = place.record(change.target.endpoint);
      const side = change[end];
      if (side.kind === 'absent') return new Map([[name, absent]]);
      const { certificate: thumbprint, ...settings } = side.value;
      return new Map([[name, text.record({ ...settings, thumbprint })]]);
    }
    case 'certificate': {
      const { container, serialNumber } = change.target;
      const names = [place.certificate('MY', serialNumber), place.key(container), place.keyAccess(container)];
      const side = change[end];
      if (side.kind === 'absent') return new Map(names.map((name) => [name, absent]));
      const { netbiosName, fullyQualifiedName, friendlyName, notBefore, notAfter } = side.value;
      const described = {
        subject: `CN=${netbiosName}`,
        names: [netbiosName, fullyQualifiedName],
        notBefore,
        notAfter,
      };
      const made = [
        text.certificate(described, { friendlyName, key: channelKey(container) }),
        text.key(madeKey, 'machine'),
        keyAccessLists.ofMachine,
      ];
      return new Map(names.map((name, index) => [name, made[index]!]));
    }
    case 'trust': {
      const described = describedBy(change.target.certificate);
      const name = place.certificate('Root', described.serialNumber);
      const friendlyName = 'Microsoft Exchange';
      return change[end].kind === 'absent'
        ? new Map([[name, absent]])
        : new Map([[name, text.certificate(described, { friendlyName, key: { kind: 'none' } })]]);
    }
    case 'key-access':
      return new Map([
        [place.keyAccess(windowsPath.basename(change.target.path)), change[end].value.accessList],
      ]);
    default:
      return assertNever(change);
  }
}

/**
 * The places that compare-and-swap holds a change against. Who may use a key that is to be made or taken away is
 * none of them: Setup itself grants rights on the key of the certificate that it finds.
 */
export function comparedPlaces(change: ConcreteChange): readonly string[] {
  const names = [...writesOf(change, 'after').keys()];
  return change.kind === 'certificate' ? names.filter((name) => !name.startsWith('key access')) : names;
}

/** The records that would be left without their certificate if this change took it away. */
export function recordsInNeedOf(change: ConcreteChange, now: Places): readonly string[] {
  if (change.after.kind !== 'absent' || (change.kind !== 'certificate' && change.kind !== 'trust')) return [];
  const taken =
    change.kind === 'certificate'
      ? change.target.serialNumber
      : describedBy(change.target.certificate).serialNumber;
  return [...now].flatMap(([name, value]) => {
    if (!name.startsWith(place.record(''))) return [];
    const { thumbprint } = JSON.parse(value) as { readonly thumbprint: string };
    return serialNumberOf(thumbprint) === taken ? [name] : [];
  });
}
