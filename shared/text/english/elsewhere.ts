import { assertNever } from '../../assert-never.ts';
import type { Elsewhere, StoppedAt } from '../../elsewhere.ts';
import { logLineText } from './log-line.ts';

/** What it is instead, where somebody reads on, and what to search for, as sentences. */
export interface ElsewhereTexts {
  readonly what: string;
  /** What Setup wrote; `null` where its log shows nothing. */
  readonly message: string | null;
  readonly readOn: readonly string[];
  /** To be copied as they are. */
  readonly search: readonly string[];
}

export function elsewhereTexts({ at, message, log, line, search }: Elsewhere): ElsewhereTexts {
  const file = log ?? 'ExchangeSetup.log in the folder ExchangeSetupLogs of the system drive';
  return {
    what: whatText(at),
    message,
    readOn: [
      ...(line === null
        ? []
        : [`Open ${file}, at ${logLineText(line)}. The lines before it say what Setup was doing.`]),
      adviceText(at),
      'When it is put right, run Setup again with the command of the last run. The certificates need not be touched for it.',
    ],
    search,
  };
}

/** Source: the classes E and N of the failure catalogue. */
function whatText(at: StoppedAt): string {
  switch (at) {
    case 'transport-certificate':
      return 'The certificate for mail transport between servers (SMTP) could not be installed.';
    case 'certificate-step':
      return 'A step that installs a certificate failed, in a way that no binding explains.';
    case 'prerequisite':
      return 'A prerequisite is not met. Setup stopped before it began its work.';
    case 'receive-connector':
      return 'Two receive connectors of different transport roles want the same address and port.';
    case 'virtual-directory':
      return 'A virtual directory is not the same in IIS and in Active Directory.';
    case 'windows-installer':
      return 'Windows Installer could not install or remove a part of Exchange.';
    case 'schema':
      return 'Active Directory did not take the changes to its schema.';
    case 'directory':
      return 'Active Directory refused what Setup asked for, or did not answer.';
    case 'script-policy':
      return 'PowerShell was not allowed to run a script of Setup.';
    case 'service':
      return 'A service of Exchange could not be started, or did not start in time.';
    case 'unknown':
      return 'Setup stopped at something that this program does not know by name.';
    default:
      return assertNever(at);
  }
}

function adviceText(at: StoppedAt): string {
  switch (at) {
    case 'transport-certificate':
      return 'The Application log of Windows tells which certificate mail transport looks for: events 12012, 12013, 12014, 12015 and 12024.';
    case 'prerequisite':
      return 'The line above names it, such as a restart that is pending, or a program that has to be closed.';
    case 'receive-connector':
      return 'The message names one of them. Compare its bindings and remote addresses with those of the other receive connectors of this server.';
    case 'virtual-directory':
      return 'Look whether Active Directory replicates, and compare all virtual directories of the site: put right one by one, Setup stops at the next.';
    case 'windows-installer':
      return "Known causes are a pending restart, a locked file, missing rights and a missing source of an earlier update. Microsoft's scripts SetupAssist and HealthChecker (CSS-Exchange) look for them.";
    case 'schema':
      return 'The file ldif.err says which entry was refused.';
    case 'directory':
      return 'Look whether the domain controller that Setup names can be reached and replicates, and whether your account has the rights.';
    case 'script-policy':
      return 'Look at Get-ExecutionPolicy -List: a group policy that sets it stops Setup.';
    case 'service':
      return 'Look whether the service is disabled. ServiceControl.log beside ExchangeSetup.log tells what Setup did to services, and the Application log of Windows why one does not start.';
    case 'certificate-step':
    case 'unknown':
      return "Microsoft's script SetupLogReviewer (CSS-Exchange) reads the same log, and knows many other causes.";
    default:
      return assertNever(at);
  }
}
