import type { Certificate } from '../../../shared/facts.ts';
import type { SetupError } from './setup-errors.ts';
import { starLine } from './setup-log-writer.ts';
import type { PracticeState } from './state.ts';

/** The sentences of ExchangeSetup.log. They are Setup's, not ours: nobody reads them but readers of logs. */

export const upgradeMode = 'BuildToBuildUpgrade';

const licence = 'IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF';

export function head(state: PracticeState, utcOffsetMinutes: number): readonly string[] {
  const { media, exchange } = state;
  return [
    ...launch(state, utcOffsetMinutes, media.version, [
      [licence, ''],
      ['mode', 'Upgrade'],
      ['sourcedir', media.path],
    ]),
    `The installation mode is set to: '${upgradeMode}'.`,
    `The locally installed version is ${exchange.installedVersion}.`,
    ...(state.incompleteRoles.length > 0
      ? [`The backup copy of the previously installed version is '${media.replaces}'.`]
      : []),
    ...directory(state),
  ];
}

export function installationHead(
  state: PracticeState,
  utcOffsetMinutes: number,
  version: string,
): readonly string[] {
  return [
    ...launch(state, utcOffsetMinutes, version, [
      [licence, ''],
      ['mode', 'Install'],
      ['roles', 'Mailbox'],
      ['sourcedir', state.media.path],
    ]),
    "The installation mode is set to: 'Install'.",
    ...directory(state),
  ];
}

/** The checks before the work; a restart of Windows that is pending stops Setup here. */
export function prerequisites(pendingReboot: readonly string[]): readonly string[] {
  const task = 'test-SetupPrerequisites';
  const pending = pendingReboot.length > 0;
  return [
    `Beginning processing ${task}`,
    evaluated('SetupPrerequisite_VC2013Redist', 'False'),
    evaluated('RebootPending', pending ? 'True' : 'False'),
    ...(pending
      ? [
          '[REQUIRED] A reboot from a previous installation is pending. Please restart the system and then rerun Setup.',
          'Help URL: https://docs.microsoft.com/exchange/plan-and-deploy/deployment-ref/ms-exch-setupreadiness-rebootpending?view=exchserver-2019',
        ]
      : []),
    `Ending processing ${task}`,
  ];
}

export function installing(
  certificate: Pick<Certificate, 'subject' | 'issuer' | 'notBefore' | 'notAfter'>,
  utcOffsetMinutes: number,
): string {
  const from = localTime(certificate.notBefore, utcOffsetMinutes);
  const until = localTime(certificate.notAfter, utcOffsetMinutes);
  return `Installing certificate signed by '${certificate.issuer}' for site '${certificate.subject}'.  Certificate is valid from ${from} until ${until}`;
}

export function resumed(action: string | null, watermark: string | null): string {
  return `Setup failed previously while performing the action ${action ?? ''}.  Looking for the failed task with ID ${watermark ?? ''}.`;
}

export function errorLines({ exceptions }: SetupError): readonly string[] {
  return exceptions.map(({ message }) => `[ERROR] ${message}`);
}

export function errorBlock(error: SetupError): readonly string[] {
  const [outer] = error.exceptions;
  const full = [
    error.exceptions.map(({ type, message }) => `${type}: ${message}`).join(' ---> '),
    ...(error.exceptions.length > 1 ? ['   --- End of inner exception stack trace ---'] : []),
    ...error.stack.map((frame) => `   at ${frame}`),
  ].join('\n');
  return [
    'The following 1 error(s) occurred during task execution:',
    `0.  ErrorRecord: ${outer.message}`,
    `0.  ErrorRecord: ${full}`,
    `[ERROR] The following error was generated when "$error.Clear(); ${error.script}" was run: "${full}".`,
    ...errorLines(error),
    `[ERROR-REFERENCE] Id=${error.id} Component=${error.component}`,
    'Setup is stopping now because of one or more critical errors.',
    'Finished executing component tasks.',
  ];
}

export const failedEnd: readonly string[] = [
  'CurrentResult console.ProcessRunInternal:198: 1',
  'CurrentResult launcherbase.maincore:90: 1',
  'CurrentResult console.startmain:52: 1',
  'CurrentResult SetupLauncherHelper.loadassembly:452: 1',
  "The Exchange Server setup operation didn't complete.  More details can be found in ExchangeSetup.log located in the <SystemDrive>:\\ExchangeSetupLogs folder.",
  'CurrentResult main.run:235: 1',
  'CurrentResult setupbase.maincore:396: 1',
  'End of Setup',
  starLine,
];

export const successfulEnd: readonly string[] = [
  'The Exchange Server setup operation completed successfully.',
  'CurrentResult console.ProcessRunInternal:205: 0',
  'CurrentResult launcherbase.maincore:90: 0',
  'CurrentResult console.startmain:52: 0',
  'CurrentResult SetupLauncherHelper.loadassembly:452: 0',
  'CurrentResult main.run:235: 0',
  'CurrentResult setupbase.maincore:396: 0',
  'End of Setup',
  starLine,
];

function launch(
  { server, media }: PracticeState,
  utcOffsetMinutes: number,
  version: string,
  parameters: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  const command = parameters.map(([name, value]) => `/${name}${value === '' ? '' : `:${value}`}`).join(' ');
  const domain = server.fullyQualifiedName.split('.')[1]?.toUpperCase() ?? server.netbiosName;
  return [
    starLine,
    'Starting Microsoft Exchange Server 2019 Setup',
    starLine,
    `Local time zone: (UTC${offset(utcOffsetMinutes)}).`,
    'Operating system version: Microsoft Windows NT 6.2.9200.0.',
    `Setup version: ${version}.`,
    `Logged on user: ${domain}\\administrator.`,
    ...parameters.map(
      ([name, value]) => `Command Line Parameter Name='${name.toLowerCase()}', Value='${value}'.`,
    ),
    // The stray quote is Setup's own.
    `RuntimeAssembly was started with the following command: '${command.replace(/\\$/, '')}"'.`,
    "The registry key, HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v14, wasn't found.",
    'Copying Files...',
    `Starting copy from ${media.path}Setup\\ServerRoles\\Common to C:\\Windows\\Temp\\ExchangeSetup.`,
    `Finished copy from ${media.path}Setup\\ServerRoles\\Common to C:\\Windows\\Temp\\ExchangeSetup.`,
    'File copy complete. Setup will now collect additional information needed for installation.',
  ];
}

function directory({ server, exchange }: PracticeState): readonly string[] {
  return [
    `Setup will search for an Exchange Server object for the local machine with name '${server.netbiosName}'.`,
    "Schema Update Required Status : 'False'.",
    "Organization Configuration Update Required Status : 'False'.",
    "Domain Configuration Update Required Status : 'False'.",
    `Exchange Installation Directory : '${exchange.installPath.replace(/\\$/, '')}'.`,
    "Setup will run from path 'C:\\Windows\\Temp\\ExchangeSetup'.",
  ];
}

function evaluated(rule: string, value: 'True' | 'False'): string {
  return `Evaluated [Rule:${rule}] [HasException:False] [Value:"${value}"] [ParentValue:"<NULL>"] [Thread:17] [Duration:00:00:00.0156251]`;
}

/** As a server in American English prints it, in its own time: `1/2/2026 3:04:05 PM`. */
function localTime(at: string, utcOffsetMinutes: number): string {
  const local = new Date(Date.parse(at) + utcOffsetMinutes * 60_000);
  const hours = local.getUTCHours();
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const date = `${local.getUTCMonth() + 1}/${local.getUTCDate()}/${local.getUTCFullYear()}`;
  const time = `${hours % 12 || 12}:${twoDigits(local.getUTCMinutes())}:${twoDigits(local.getUTCSeconds())}`;
  return `${date} ${time} ${hours < 12 ? 'AM' : 'PM'}`;
}

function offset(minutes: number): string {
  if (minutes === 0) return '';
  const ahead = Math.abs(minutes);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`;
}
