import type { ExchangeInstallation, SetupState } from '../../../shared/facts.ts';
import type { Registry } from './registry.ts';
import { WindowsError } from './windows-error.ts';
import { constants } from './headers.ts';

const root = 'SOFTWARE\\Microsoft\\ExchangeServer\\v15';

const roles = [
  'CafeRole',
  'ClientAccessRole',
  'FrontendTransportRole',
  'HubTransportRole',
  'MailboxRole',
  'UnifiedMessagingRole',
  'AdminTools',
] as const;

/** Whether Exchange is, or was being, installed here. */
export function hasExchange(registry: Registry): boolean {
  return registry.hasKey(root);
}

/**
 * What Setup has written of the installation, which in the middle of an update may be in part gone.
 * @param installPathOfEnvironment what ExchangeInstallPath says; `null` when it is not set
 * Throws `WindowsError`, 2 when nothing tells the version.
 */
export function exchangeInstallation(
  registry: Registry,
  installPathOfEnvironment: string | null,
): ExchangeInstallation {
  const setup = `${root}\\Setup`;
  const version = installedVersion(registry, setup);
  if (version === null) throw new WindowsError(`HKLM\\${setup}`, constants.ERROR_FILE_NOT_FOUND);
  return {
    product: productOf(version),
    installedVersion: version.join('.'),
    installPath: registry.text(setup, 'MsiInstallPath') ?? installPathOfEnvironment ?? '',
  };
}

type Version = readonly [major: number, minor: number, build: number, revision: number];

function installedVersion(registry: Registry, setup: string): Version | null {
  const [major, minor, build, revision] = (
    ['MsiProductMajor', 'MsiProductMinor', 'MsiBuildMajor', 'MsiBuildMinor'] as const
  ).map((name) => registry.number(setup, name));
  if (major != null && minor != null && build != null && revision != null)
    return [major, minor, build, revision];
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(registry.text(setup, 'OwaVersion') ?? '');
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])];
}

/** The first build of Exchange Server SE, which went on with the numbers of 2019. */
const firstBuildOfSubscriptionEdition = 2562;

function productOf([major, minor, build]: Version): string {
  if (major !== 15) return `Microsoft Exchange ${major}.${minor}`;
  if (minor === 0) return 'Microsoft Exchange Server 2013';
  if (minor === 1) return 'Microsoft Exchange Server 2016';
  return build >= firstBuildOfSubscriptionEdition
    ? 'Microsoft Exchange Server SE'
    : 'Microsoft Exchange Server 2019';
}

/** What a failed or running Setup leaves in the registry, beside its processes. Throws `WindowsError`. */
export function setupStateOf(registry: Registry, processes: readonly string[]): SetupState {
  return {
    processes,
    pendingReboot: pendingReboot(registry),
    incompleteRoles: roles.flatMap((role) => {
      const key = `${root}\\${role}`;
      const action = registry.text(key, 'Action');
      const watermark = registry.text(key, 'Watermark');
      const unpacked = registry.text(key, 'UnpackedVersion');
      const configured = registry.text(key, 'ConfiguredVersion');
      const isIncomplete =
        unpacked !== null && (configured === null || action !== null || watermark !== null);
      return isIncomplete ? [{ role, action, watermark }] : [];
    }),
  };
}

function pendingReboot(registry: Registry): readonly string[] {
  const session = 'SYSTEM\\CurrentControlSet\\Control\\Session Manager';
  const current = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
  const traces: readonly (readonly [name: string, isThere: boolean])[] = [
    [
      'PendingFileRenameOperations',
      (registry.texts(session, 'PendingFileRenameOperations') ?? []).length > 0,
    ],
    ['RebootPending', registry.hasKey(`${current}\\Component Based Servicing\\RebootPending`)],
    ['RebootRequired', registry.hasKey(`${current}\\WindowsUpdate\\Auto Update\\RebootRequired`)],
    [
      'UpdateExeVolatile',
      (registry.number('SOFTWARE\\Microsoft\\Updates\\UpdateExeVolatile', 'Flags') ?? 0) !== 0,
    ],
  ];
  return traces.filter(([, isThere]) => isThere).map(([name]) => name);
}
