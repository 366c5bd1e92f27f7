import type { Thumbprint } from '../../../shared/thumbprint.ts';

/** An error that stops Setup, in the words of its log. */
export interface SetupError {
  /** The PowerShell that Setup ran, as it stands between `$error.Clear();` and the closing quote. */
  readonly script: string;
  /** The outermost first. */
  readonly exceptions: readonly [SetupException, ...SetupException[]];
  readonly stack: readonly string[];
  /** `Id=` and `Component=` of the `[ERROR-REFERENCE]`. */
  readonly id: string;
  readonly component: string;
}

interface SetupException {
  readonly type: string;
  readonly message: string;
}

/** Which call of Install-ExchangeCertificate. */
export type CertificateStep = 'SMTP' | 'IIS' | 'IIS, POP, IMAP' | 'Exchange Back End';

const thenAuthCertificate = `
          if ($RoleIsDatacenter -ne $true -And $RoleIsPartnerHosted -ne $true)
          {
            Install-AuthCertificate -DomainController $RoleDomainController
          }
        `;

/** The first two are quoted from published logs; the other two are known by their parameters only. */
export const scripts: Readonly<Record<CertificateStep, string>> = {
  IIS: `
          Install-ExchangeCertificate -services IIS -DomainController $RoleDomainController${thenAuthCertificate}`,
  'IIS, POP, IMAP': `
          Install-ExchangeCertificate -services "IIS, POP, IMAP" -DomainController $RoleDomainController${thenAuthCertificate}`,
  'Exchange Back End': `
          Install-ExchangeCertificate -WebSiteName "Exchange Back End" -services IIS -DomainController $RoleDomainController -InstallInTrustedRootCAIfSelfSigned $true
        `,
  SMTP: `
          Install-ExchangeCertificate -Services SMTP -DomainController $RoleDomainController
        `,
};

export const receiveConnectorScript = `
          $connectors = Get-ReceiveConnector -Server $RoleFqdnOrName;
          foreach($connector in $connectors) { if($connector.MaxLocalHopCount -gt 1) { Set-ReceiveConnector -Identity $connector.Identity -MaxLocalHopCount 5 }};
        `;

// No complete log of a failed certificate step was ever published: the component is plausible, the number is invented.
const ids: Readonly<Record<CertificateStep | 'receive connector', string>> = {
  'receive connector': 'BridgeheadComponent___5c9e1f0ad3b84e6f8f2a7b60c1d4e395',
  SMTP: 'BridgeheadComponent___1d3f0c8b72a94c55b6e08a417fd2c3a9',
  IIS: 'BridgeheadComponent___8e2b6a57c04d4f1e9d83f5a1702bc64d',
  'IIS, POP, IMAP': 'CafeComponent___c6f5e0d94b3a4b0f8a7d1e23906c58b2',
  'Exchange Back End': 'CafeComponent___2a90d7c1e68f4d3b95c4b1f06e3a7d58',
};
const component = 'EXCHANGE14:\\Current\\Release\\Shared\\Datacenter\\Setup';

const tasks = 'Microsoft.Exchange.Configuration.Tasks.Task';
const management = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const cryptographicException = 'System.Security.Cryptography.CryptographicException';
const thrown = [
  `${tasks}.ThrowError(Exception exception, ErrorCategory errorCategory, Object target, String helpUrl)`,
  `${tasks}.WriteError(Exception exception, ErrorCategory category, Object target)`,
];
const called = [
  `${tasks}.<ProcessRecord>b__91_1()`,
  `${tasks}.InvokeRetryableFunc(String funcName, Action func, Boolean terminatePipelineIfFailed)`,
];
const inInstall = `${management}.InstallExchangeCertificate.InternalProcessRecord()`;

/** Past its last day, or before its first: Setup has one sentence for both. */
export function expired(step: CertificateStep): SetupError {
  return certificateError(step, [{ type: cryptographicException, message: 'The certificate is expired.' }]);
}

/** The key that this administrator cannot open, or that is not there: Windows has one sentence for both. */
export function keyNotOpened(step: CertificateStep, thumbprint: Thumbprint): SetupError {
  return certificateError(step, [
    {
      type: `${management}.AddAccessRuleUnauthorizedAccessException`,
      message: `Insufficient rights to grant Network Service access to the certificate with thumbprint ${thumbprint}.`,
    },
    { type: 'System.UnauthorizedAccessException', message: 'Certificate' },
    { type: cryptographicException, message: 'Keyset does not exist' },
  ]);
}

/** The key opens, but its access list may not be changed. The English sentence is put back from the German one. */
export function accessNotChanged(step: CertificateStep, thumbprint: Thumbprint): SetupError {
  return certificateError(step, [
    {
      type: `${management}.AddAccessRuleCryptographicException`,
      message: `Network Service access to the certificate with thumbprint ${thumbprint} could not be granted because of a cryptographic exception.`,
    },
    { type: cryptographicException, message: 'Access is denied.' },
  ]);
}

/** http.sys refused to bind what Setup chose. */
export function notBound(step: CertificateStep): SetupError {
  return certificateError(step, [
    {
      type: 'System.Runtime.InteropServices.COMException',
      message:
        'A specified logon session does not exist. It may already have been terminated. (Exception from HRESULT: 0x80070520)',
    },
  ]);
}

/** Setup makes a new certificate for the transport service and may not make its key. */
export function internalTransport(): SetupError {
  return certificateError('SMTP', [{ type: cryptographicException, message: 'Access is denied.' }]);
}

export function receiveConnectorConflict(connector: string): SetupError {
  return {
    script: receiveConnectorScript,
    exceptions: [
      {
        type: `${management}.ReceiveConnectorRoleConflictException`,
        message: `The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector "${connector}". Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.`,
      },
    ],
    stack: [...thrown, `${management}.SetReceiveConnector.InternalValidate()`, ...called],
    id: ids['receive connector'],
    component,
  };
}

function certificateError(step: CertificateStep, exceptions: SetupError['exceptions']): SetupError {
  return {
    script: scripts[step],
    exceptions,
    stack: [...thrown, inInstall, ...called],
    id: ids[step],
    component,
  };
}
