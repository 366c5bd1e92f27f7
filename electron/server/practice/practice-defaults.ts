import { endpoint } from '../../../shared/endpoint.ts';
import type { Service } from '../../../shared/facts.ts';
import type { PracticeState } from './state.ts';

function running(name: string): Service {
  return { name, state: 'running', startType: 'automatic' };
}

/** Off on most servers; what was off stays off. */
function onDemand(name: string): Service {
  return { name, state: 'stopped', startType: 'manual' };
}

const services: readonly Service[] = [
  ...[
    'MSExchangeADTopology',
    'MSExchangeAntispamUpdate',
    'MSExchangeDagMgmt',
    'MSExchangeDelivery',
    'MSExchangeDiagnostics',
    'MSExchangeEdgeSync',
    'MSExchangeFastSearch',
    'MSExchangeFrontEndTransport',
    'MSExchangeHM',
    'MSExchangeHMRecovery',
    'MSExchangeIS',
    'MSExchangeMailboxAssistants',
    'MSExchangeMailboxReplication',
    'MSExchangeRepl',
    'MSExchangeRPC',
    'MSExchangeServiceHost',
    'MSExchangeSubmission',
    'MSExchangeThrottling',
    'MSExchangeTransport',
    'MSExchangeTransportLogSearch',
    'HostControllerService',
    'IISADMIN',
    'W3SVC',
  ].map(running),
  ...['MSExchangeImap4', 'MSExchangeIMAP4BE', 'MSExchangePop3', 'MSExchangePOP3BE'].map(onDemand),
];

/** What every practice server has in common: an Exchange 2019 that is to get CU14. */
export const practiceServer: Omit<
  PracticeState,
  'scenario' | 'records' | 'certificates' | 'containers' | 'obstacles'
> = {
  version: 1,
  server: {
    netbiosName: 'EX01',
    fullyQualifiedName: 'EX01.contoso.local',
    operatingSystem: 'Windows Server 2019 Standard (10.0.17763)',
  },
  exchange: {
    product: 'Microsoft Exchange Server 2019',
    installedVersion: '15.2.1258.12',
    installPath: 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\',
  },
  media: { version: '15.2.1544.4', path: 'D:\\', replaces: '15.2.1258.12' },
  sites: [
    {
      id: 1,
      name: 'Default Web Site',
      bindings: [
        { information: ':443:', sslFlags: 0, endpoint: endpoint('0.0.0.0:443') },
        { information: '127.0.0.1:443:', sslFlags: 0, endpoint: endpoint('127.0.0.1:443') },
      ],
    },
    {
      id: 2,
      name: 'Exchange Back End',
      bindings: [{ information: '*:444:', sslFlags: 0, endpoint: endpoint('0.0.0.0:444') }],
    },
  ],
  services: [...services],
  servicesBefore: [...services],
  pendingReboot: [],
  incompleteRoles: [],
  metabaseHashes: [],
  clientProtection: { extendedProtection: [], strictTransportSecurity: [] },
  ipListenList: [],
  iis: { version: '10.0', metabase: 1, adsiCompatibility: 1 },
  windowsEvents: [],
  rebinders: [],
  machineKeys: {
    path: 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys',
    owner: 'S-1-5-18',
    // As Windows makes it: everybody may read and add, administrators may do all.
    accessList: 'D:PAI(A;;0x12019f;;;WD)(A;;FA;;;BA)',
  },
  faults: [],
};
