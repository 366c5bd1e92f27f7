import type { DiagnosisVerdict } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { valueOr } from './reading.ts';
import type { SetupVerdict } from './setup-log/verdict.ts';

/** What Setup stopped at where no binding is to blame, as far as its log tells. */
export type StoppedAt =
  | 'transport-certificate'
  | 'certificate-step'
  | 'prerequisite'
  | 'receive-connector'
  | 'virtual-directory'
  | 'windows-installer'
  | 'schema'
  | 'directory'
  | 'script-policy'
  | 'service'
  | 'unknown';

export interface Elsewhere {
  readonly at: StoppedAt;
  /** The message, or the line where it has none; `null` where the log shows neither. */
  readonly message: string | null;
  /** Absolute path of the log, where it is known. */
  readonly log: string | null;
  /** As in a quote. */
  readonly line: number | null;
  /** What to search for in the log: what stands there in every language. */
  readonly search: readonly string[];
}

/** Where somebody reads on whose trouble is not a binding's; `null` where it is one, or nothing is known of Setup. */
export function elsewhereOf(facts: Facts, verdict: DiagnosisVerdict): Elsewhere | null {
  const setup = valueOr(facts.setup, null);
  if (verdict.kind !== 'not-ours' || setup === null) return null;
  const at = stoppedAt(setup);
  const log = valueOr(facts.filesToKeep, []).find(({ name }) => name === 'ExchangeSetup.log');
  return {
    at,
    message: setup.failure?.message ?? setup.quote?.text.trim() ?? null,
    log: log?.path ?? null,
    line: setup.quote?.line ?? null,
    search: searchFor(at, setup),
  };
}

/** By names of types and programs, codes and the shape of values: the words around them are translated. */
function stoppedAt({ class: kind, failure }: SetupVerdict): StoppedAt {
  if (kind === 'internal-transport-certificate') return 'transport-certificate';
  if (kind === 'other-certificate-step') return 'certificate-step';
  if (failure === null) return 'prerequisite';
  const exception = failure.exception ?? '';
  const message = failure.message ?? failure.quote.text;
  const known = signs.find(([, inType, inMessage]) => inType?.test(exception) ?? inMessage?.test(message));
  return known?.[0] ?? 'unknown';
}

/** Each by the type of its exception or, where it has none of its own, by its message. Source: the failure catalogue. */
const signs: readonly (readonly [StoppedAt, ofType: RegExp | null, inMessage?: RegExp])[] = [
  ['receive-connector', /\.ReceiveConnector\w*Exception$/],
  ['schema', null, /\bldifde\.exe\b/i],
  // `'EX01\OWA (Exchange Back End)'`
  ['virtual-directory', null, /\\[^\\()'"]+ \((?:Default Web Site|Exchange Back End)\)/],
  ['script-policy', /\.PSSecurityException$/],
  ['script-policy', null, /\bAuthorizationManager\b/],
  ['windows-installer', null, /(?<![\d.])(?:1603|1612|1635)(?!\d|\.\d)/],
  ['directory', /^(?:Microsoft\.Exchange\.Data\.Directory|System\.DirectoryServices)\./],
  // `(MSExchangeServiceHost)`, `'MSExchangeFrontendTransport'`
  ['service', null, /['"(]MSExchange[A-Za-z]+['")]/],
];

function searchFor(at: StoppedAt, { failure, quote }: SetupVerdict): readonly string[] {
  if (at === 'prerequisite') {
    const rule = /\[Rule:[^\]]+\]/.exec(quote?.text ?? '')?.[0];
    return [...(rule === undefined ? [] : [rule]), '[Value:"True"]', '[REQUIRED]'];
  }
  return [
    ...(at === 'transport-certificate' || at === 'certificate-step' ? ['Install-ExchangeCertificate'] : []),
    ...(failure?.exception == null ? [] : [failure.exception]),
    ...(failure?.component == null ? [] : [failure.component]),
    '[ERROR]',
    '[ERROR-REFERENCE]',
  ];
}
