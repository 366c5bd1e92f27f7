import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import { elsewhereOf } from '../../shared/elsewhere.ts';
import type { Elsewhere, StoppedAt } from '../../shared/elsewhere.ts';
import type { Facts } from '../../shared/facts.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import type { SetupFailure } from '../../shared/setup-log/verdict.ts';
import { elsewhereTexts } from '../../shared/text/english/elsewhere.ts';
import { expiredServer, server, setupVerdict } from '../fixtures/facts.ts';
import { leak } from '../fixtures/texts.ts';

function of(facts: Facts): Elsewhere | null {
  return elsewhereOf(facts, diagnose(facts).verdict);
}

/** Of a Setup that stopped so, on a server whose bindings are good. */
function stoppedWith(failure: Partial<SetupFailure>): Facts {
  const verdict = setupVerdict('not-a-certificate-failure');
  return server({ setup: { ...verdict, failure: { ...verdict.failure!, ...failure } } });
}

/** As the failure catalogue has them, and the same in words of another language. */
const messages: readonly (readonly [StoppedAt, Partial<SetupFailure>])[] = [
  [
    'receive-connector',
    {
      exception:
        'Microsoft.Exchange.Management.SystemConfigurationTasks.ReceiveConnectorRoleConflictException',
      message: 'Die Werte der Parameter stehen in Konflikt mit dem Connector "EX01\\Relay".',
    },
  ],
  [
    'virtual-directory',
    {
      exception: 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException',
      message: "Das Objekt 'MAILSERVER1\\OWA (Exchange Back End)' wurde auf 'dc.company.com' nicht gefunden.",
    },
  ],
  ['windows-installer', { exception: null, message: "Couldn't remove product. Error code is 1612." }],
  ['windows-installer', { exception: null, message: 'MsiInstallProduct failed with error code 1603' }],
  [
    'schema',
    { exception: null, message: "There was an error while running 'ldifde.exe'. The error code is: 8245." },
  ],
  [
    'directory',
    {
      exception: 'Microsoft.Exchange.Data.Directory.ADOperationException',
      message: 'Active Directory operation failed on Solo-DC1.Solo.local. Access is denied.',
    },
  ],
  ['script-policy', { exception: null, message: 'AuthorizationManager check failed.' }],
  ['script-policy', { exception: 'System.Management.Automation.PSSecurityException', message: 'Nein.' }],
  [
    'service',
    {
      exception: null,
      message: "Service 'Microsoft Exchange Service Host (MSExchangeServiceHost)' cannot be started.",
    },
  ],
  [
    'service',
    { exception: null, message: "Service 'MSExchangeFrontendTransport' failed to reach 'Running'." },
  ],
  ['unknown', { exception: null, message: 'Object reference not set to an instance of an object.' }],
  ['unknown', { exception: null, message: 'Setup of 15.1.1603.5 stopped, after 16031 steps.' }],
];

describe('what Setup stopped at where no binding is to blame', () => {
  test.each(messages)('%s', (at, failure) => {
    expect(of(stoppedWith(failure))?.at).toBe(at);
  });

  test.each([
    ['transport-certificate', setupVerdict('internal-transport-certificate')],
    ['certificate-step', setupVerdict('other-certificate-step')],
    ['prerequisite', setupVerdict('not-a-certificate-failure', { failure: null })],
  ] as const)('%s', (at, setup) => {
    expect(of(server({ setup }))?.at).toBe(at);
  });

  test('is said of no server whose binding is to blame, or on which nothing is wrong', () => {
    expect(of(expiredServer())).toBeNull();
    expect(of(server())).toBeNull();
  });
});

describe('where to read on', () => {
  test('is the line of the log, in its folder where that is known', () => {
    const path = 'E:\\ExchangeSetupLogs\\ExchangeSetup.log';
    const facts = stoppedWith({});
    expect(elsewhereTexts(of(facts)!).readOn[0]).toBe(
      'Open ExchangeSetup.log in the folder ExchangeSetupLogs of the system drive, at line 4711. The lines before it say what Setup was doing.',
    );
    const known = {
      ...facts,
      ...server({ setup: facts.setup, filesToKeep: [{ name: 'ExchangeSetup.log', path }] }),
    };
    expect(elsewhereTexts(of(known)!).readOn[0]).toContain(`Open ${path}, at line 4711.`);
    const without = elsewhereTexts({ ...of(facts)!, line: null });
    expect(without.readOn.join(' ')).not.toContain('Open ');
  });

  test('comes with what stands in the log in every language', () => {
    expect(of(stoppedWith({ exception: 'System.TimeoutException' }))?.search).toEqual([
      'System.TimeoutException',
      'CafeFirstTimeInstall___1a2b',
      '[ERROR]',
      '[ERROR-REFERENCE]',
    ]);
    expect(of(server({ setup: setupVerdict('internal-transport-certificate') }))?.search).toContain(
      'Install-ExchangeCertificate',
    );
    const quote = { line: 9, text: 'Evaluated [Rule:RebootPending] [HasException:False] [Value:"True"]' };
    const blocked = setupVerdict('not-a-certificate-failure', { failure: null, quote });
    expect(of(server({ setup: blocked }))?.search).toEqual([
      '[Rule:RebootPending]',
      '[Value:"True"]',
      '[REQUIRED]',
    ]);
  });

  test.each(messages)('is whole sentences: %s', (_at, failure) => {
    const { what, readOn } = elsewhereTexts(of(stoppedWith(failure))!);
    for (const text of [what, ...readOn]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(leak);
    }
  });

  test('is in the report of what was found', () => {
    const facts = stoppedWith(messages[0]![1]);
    const text = renderText(reportOfLook(facts, diagnose(facts)));
    expect(text).toContain('\nWhere to read on\n');
    expect(text).toContain('\n    [ERROR-REFERENCE]\n');
    expect(renderText(reportOfLook(server(), diagnose(server())))).not.toContain('Where to read on');
  });
});
