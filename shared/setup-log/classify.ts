import type { CertificateStep } from './certificate-step.ts';
import type { SetupFailure } from './verdict.ts';
import { namesExpiry, namesKey, namesRefusal } from './words.ts';

/** The exception that stopped a certificate step, as far as the log shows it. */
export interface StepException {
  /** The outermost .NET type; `null` when the log prints none. */
  readonly type: string | null;
  readonly message: string;
  /** Inner exceptions and stack frames, without white space. */
  readonly detail: string;
}

/** The class of a failure by the certificate steps of its script; without such a step it is not ours, whatever it says. */
export function classify(steps: readonly CertificateStep[], exception: StepException): SetupFailure['class'] {
  const [step, ...others] = steps;
  if (step === undefined) return 'not-a-certificate-failure';
  // Which of two different steps failed, the block does not say.
  if (others.some((other) => purposeOf(other) !== purposeOf(step))) return 'other-certificate-step';
  switch (purposeOf(step)) {
    case 'transport':
      return 'internal-transport-certificate';
    case 'back-end':
      return 'back-end-certificate';
    case 'unknown':
      return 'other-certificate-step';
    case 'front-end':
      return classifyFrontEnd(exception);
  }
}

function namesThumbprint(message: string): boolean {
  return /(?<![0-9A-Za-z])[0-9A-Fa-f]{40}(?![0-9A-Za-z])/.test(message);
}

/** The class where the script is cut: the missing part could say that it is another certificate's step. */
export function classifyCut(steps: readonly CertificateStep[]): SetupFailure['class'] {
  return steps.length === 0 ? 'not-a-certificate-failure' : 'other-certificate-step';
}

function purposeOf(step: CertificateStep): 'transport' | 'back-end' | 'front-end' | 'unknown' {
  const iis = step.services.includes('IIS');
  if (step.services.includes('SMTP') && !iis) return 'transport';
  if (step.site === 'back-end') return 'back-end';
  return iis && step.site === 'front-end' ? 'front-end' : 'unknown';
}

function classifyFrontEnd({ type, message, detail }: StepException): SetupFailure['class'] {
  if (type === null) {
    // Only what is said of a key names a thumbprint.
    if (namesKey(message) || namesThumbprint(message)) return 'private-key-inaccessible';
    return namesExpiry(message) ? 'certificate-expired' : 'other-certificate-step';
  }
  if (/\.AddAccessRule\w*Exception$/.test(type) || /(?:CAPI|CNG)AddAccessRule\(/.test(detail)) {
    return 'private-key-inaccessible';
  }
  if (type !== 'System.Security.Cryptography.CryptographicException') return 'other-certificate-step';
  if (detail.includes('InstallAuthCertificate.') && !detail.includes('InstallExchangeCertificate.')) {
    return 'other-certificate-step';
  }
  // Setup itself throws for an expired certificate; what Windows' cryptography throws is about the key.
  const thrownBy = /(?:Microsoft|System)\.[\w.`+<>]*\(/.exec(detail)?.[0] ?? '';
  const byCryptography = thrownBy.startsWith('System.Security.Cryptography.');
  if (byCryptography || namesKey(message) || namesRefusal(message)) return 'private-key-inaccessible';
  const bySetup =
    /\.Task\.(?:Throw|Write)\w*Error\($/.test(thrownBy) && detail.includes('InstallExchangeCertificate.');
  // Where the stack is cut away, only the words are left.
  return bySetup || namesExpiry(message) ? 'certificate-expired' : 'other-certificate-step';
}
