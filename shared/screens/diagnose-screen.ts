import { assertNever } from '../assert-never.ts';
import type { SiteRole } from '../bound.ts';
import { blocking } from '../diagnosis.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { isExpiring } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { toneOf } from '../map/shape.ts';
import type { ServerMap } from '../map/shape.ts';
import { valueOr } from '../reading.ts';
import type { FailureClass, SetupVerdict } from '../setup-log/verdict.ts';
import type { OpenWizard } from '../wizard.ts';

/** What the Diagnose stage has to say first: each is a screen of its own. */
export type DiagnoseScreen =
  | Ours
  /** It is ours, and something has to be put right first. */
  | { readonly kind: 'blocked' }
  | {
      readonly kind: 'not-ours';
      readonly class: FailureClass;
      readonly bindings: 'all-good' | 'not-all-known-good';
    }
  /** Setup had stopped at a certificate, and the bindings are good now. */
  | {
      readonly kind: 'run-setup-again';
      /** Whether Setup has failed since this program repaired the bindings. */
      readonly since: 'not-run' | 'failed-again';
    }
  | {
      readonly kind: 'nothing-to-do';
      readonly logClass: FailureClass | null;
      /** Certificates in use that have expired, or do within weeks. */
      readonly expiring: number;
    }
  | { readonly kind: 'setup-running' }
  | { readonly kind: 'cannot-tell' };

export interface Ours {
  readonly kind: 'ours';
  readonly cause: Cause;
  readonly blamed: Blamed;
  /** Whether Setup's log shows that it stopped at this, or would stop at it. */
  readonly setup: 'stopped' | 'would-stop';
  /** Bindings that a plan repairs, of so many. */
  readonly faulty: number;
  readonly covered: number;
  /** Whether a good certificate of Exchange's own is there, or one would be made. */
  readonly remedy: 'at-hand' | 'to-be-made';
  /** Whether an undo brings back everything that was there. */
  readonly undo: 'whole' | 'not-whole';
}

/** Whose certificate it is. */
export interface Blamed {
  readonly site: string;
  /** ISO 8601, UTC: when it expired, or when it begins; `null` where it is valid now, or is not there. */
  readonly notValid: string | null;
}

/** What is wrong with the certificates that are bound, the front end's first. */
export type Cause = 'expired' | 'not-yet-valid' | 'key' | 'back-end' | 'no-certificate';

export function diagnoseScreen(
  { look, plan, reachable, rescues }: Pick<OpenWizard, 'look' | 'plan' | 'reachable' | 'rescues'>,
  map: ServerMap,
): DiagnoseScreen {
  const { facts, diagnosis, candidates } = look;
  const { verdict } = diagnosis;
  const setup = valueOr(facts.setup, null);
  switch (verdict.kind) {
    case 'ours': {
      if (blocking(diagnosis).length > 0) return { kind: 'blocked' };
      const bindings = valueOr(map.sites, []).flatMap((site) => site.bindings);
      const changes = plan?.plan.changes ?? [];
      const cause = causeOf(verdict.class, diagnosis);
      return {
        kind: 'ours',
        cause,
        blamed: blamedFor(cause, diagnosis),
        setup: setup?.ours === true && setup.class === verdict.class ? 'stopped' : 'would-stop',
        faulty: faultyEndpoints(diagnosis).size,
        covered: bindings.filter(({ use }) => use !== 'not-covered').length,
        remedy: candidates.preselected.kind === 'use' ? 'at-hand' : 'to-be-made',
        undo: changes.every((change) => change.undo.kind === 'restores-before') ? 'whole' : 'not-whole',
      };
    }
    case 'not-ours': {
      const good = map.cards.length > 0 && map.cards.every((card) => toneOf(card) === 'good');
      return {
        kind: 'not-ours',
        class: verdict.class,
        bindings: good ? 'all-good' : 'not-all-known-good',
      };
    }
    case 'nothing-to-do':
      return stoppedBefore(setup) && reachable.includes('rerun-setup')
        ? { kind: 'run-setup-again', since: failedSince(rescues) ? 'failed-again' : 'not-run' }
        : {
            kind: 'nothing-to-do',
            logClass: setup?.class ?? null,
            expiring: new Set(diagnosis.findings.filter(isExpiring).map(({ thumbprint }) => thumbprint)).size,
          };
    case 'setup-running':
    case 'cannot-tell':
      return verdict;
    default:
      return assertNever(verdict);
  }
}

function stoppedBefore(setup: SetupVerdict | null): boolean {
  return setup !== null && setup.failure !== null;
}

function failedSince(rescues: OpenWizard['rescues']): boolean {
  return rescues.at(-1)?.setupRuns.at(-1)?.outcome === 'failed';
}

function causeOf(failure: FailureClass, { findings }: Diagnosis): Cause {
  switch (failure) {
    case 'certificate-expired': {
      const expired = findings.some(
        (finding) =>
          finding.kind === 'bound-certificate-fault' &&
          finding.severity === 'fault' &&
          finding.fault.kind === 'expired',
      );
      return expired ? 'expired' : 'not-yet-valid';
    }
    case 'private-key-inaccessible':
      return 'key';
    case 'back-end-certificate':
      return 'back-end';
    case 'internal-transport-certificate':
    case 'other-certificate-step':
    case 'not-a-certificate-failure':
    case 'setup-succeeded':
    case 'setup-running':
    case 'no-failure-found':
      return 'no-certificate';
    default:
      return assertNever(failure);
  }
}

/** The first fault of this cause: its site, and since when, or until when, its certificate is not valid. */
function blamedFor(cause: Cause, { findings }: Diagnosis): Blamed {
  const placed = findings.flatMap((finding) =>
    finding.severity === 'fault' && 'role' in finding ? [finding] : [],
  );
  const blamed = placed.find((finding) => causedBy(finding, cause)) ?? placed[0];
  if (blamed === undefined) throw new Error('No fault names a site');
  return { site: blamed.site, notValid: notValidIn(blamed) };
}

function causedBy(finding: PlacedFault, cause: Cause): boolean {
  switch (cause) {
    case 'expired':
    case 'not-yet-valid':
      return finding.kind === 'bound-certificate-fault' && finding.fault.kind === cause;
    case 'key':
      return finding.kind === 'bound-certificate-fault' && notValidIn(finding) === null;
    case 'back-end':
      return finding.role === 'back-end';
    case 'no-certificate':
      return finding.kind !== 'bound-certificate-fault';
    default:
      return assertNever(cause);
  }
}

type PlacedFault = Extract<Finding, { readonly role: SiteRole; readonly site: string }>;

function notValidIn(finding: PlacedFault): string | null {
  if (finding.kind !== 'bound-certificate-fault') return null;
  if (finding.fault.kind === 'expired') return finding.fault.notAfter;
  return finding.fault.kind === 'not-yet-valid' ? finding.fault.notBefore : null;
}

function faultyEndpoints({ findings }: Diagnosis): ReadonlySet<string> {
  return new Set(
    findings.flatMap((finding) =>
      finding.severity === 'fault' && 'endpoint' in finding ? [finding.endpoint] : [],
    ),
  );
}
