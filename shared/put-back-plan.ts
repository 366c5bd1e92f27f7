import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { emptyPlan } from './plan-shape.ts';
import type { Planned } from './plan-shape.ts';
import { staleHashes } from './findings/of-sites.ts';
import { recordChanges } from './planned-change.ts';
import { mayBePutBack, putBackOf, selfSignedFrontEnd } from './put-back.ts';
import type { PutBackChoice } from './put-back.ts';

/** Facts and choice → the certificate on every binding of the front end that holds a self-signed one, and on no other. */
export function planPutBack(facts: Facts, diagnosis: Diagnosis, choice: PutBackChoice): Planned {
  const putBack = putBackOf(facts, diagnosis);
  if (putBack.kind !== 'offered') return { kind: 'nothing-planned', plan: emptyPlan };
  if (!mayBePutBack(choice.thumbprint, putBack) || staleHashes(facts, choice).length > 0) {
    return { kind: 'not-to-be-chosen', choice };
  }
  const bindings = selfSignedFrontEnd(facts).map((one) => ({
    one,
    why:
      one.certificate === null
        ? []
        : [{ kind: 'self-signed-bound', thumbprint: one.certificate.thumbprint } as const],
  }));
  const certificate = { kind: 'thumbprint', thumbprint: choice.thumbprint } as const;
  return { kind: 'planned', plan: { choice, changes: recordChanges(bindings, certificate, 1) } };
}
