import { rankCandidates } from './candidates.ts';
import type { Candidates, Choice } from './candidates.ts';
import { diagnose } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { keyRepair } from './key-repair.ts';
import type { KeyRepair } from './key-repair.ts';
import { planRescue } from './plan.ts';
import type { NewIdentity } from './plan.ts';
import type { Planned } from './plan-shape.ts';
import { putBackOf } from './put-back.ts';
import type { PutBack } from './put-back.ts';

/** What the server looks like now, and what could be done about it. */
export interface Look {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  /** Of a put-back where that was chosen, and of a rescue that recovers otherwise. */
  readonly candidates: Candidates;
  readonly putBack: PutBack;
  readonly keyRepair: KeyRepair;
  readonly planned: Planned;
}

/**
 * Facts → everything that is shown before a rescue begins.
 * @param identity what a new certificate would be known by, decided at random outside.
 * @param choice the preselected one when none is given.
 */
export function lookAt(facts: Facts, identity: NewIdentity, choice?: Choice): Look {
  const diagnosis = diagnose(facts);
  const putBack = putBackOf(facts, diagnosis);
  const candidates =
    choice?.kind === 'put-back' && putBack.kind === 'offered'
      ? putBack.candidates
      : rankCandidates(facts, diagnosis.at);
  return {
    facts,
    diagnosis,
    candidates,
    putBack,
    keyRepair: keyRepair(facts, diagnosis),
    planned: planRescue(facts, diagnosis, choice ?? candidates.preselected, identity),
  };
}
