import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { serverExtensions, signedCertificate, type CertificateSigner } from '../../certificate.ts';
import { endpoint } from '../../../shared/endpoint.ts';
import { personalStore, iisRecordSettings } from '../../../shared/facts.ts';
import { thumbprint, type Thumbprint } from '../../../shared/thumbprint.ts';
import { rootStore } from './changes.ts';
import { inOrder } from './http-sys.ts';
import { keyAccessLists } from './key-access.ts';
import { channelKey, x509Of } from './key-store.ts';
import { signerOf, type KeyMaker } from './keys.ts';
import { practiceServer } from './practice-defaults.ts';
import type { CertificatePlan, RunPlan, Scenario } from './scenarios.ts';
import { applicationHostConfig, serviceControlLog, serviceStartupMode } from './server-files.ts';
import { realPace, textOf } from './setup-log-writer.ts';
import { installationLog, runUpdate } from './setup-run.ts';
import type { Container, PracticeState, StateCertificate } from './state.ts';
import type { filesToKeep } from './store.ts';

/** A practice server ready to be put down: its state, and the text of each of its files. */
export interface BuiltServer {
  readonly state: PracticeState;
  readonly files: Readonly<Record<(typeof filesToKeep)[number], string>>;
}

const day = 86_400_000;
const hour = 3_600_000;
const authority = 'Practice CA R1';

/** The server of a scenario as it stands now: its certificates are really made, its runs of Setup really run. */
export async function buildScenario(scenario: Scenario, clock: Clock, keys: KeyMaker): Promise<BuiltServer> {
  const now = clock.now();
  const { certificates, containers, byName } = await makeCertificates(scenario, now, keys);
  const records = Object.entries(scenario.records).map(([at, name]) => {
    const certificate = byName.get(name);
    if (certificate === undefined)
      throw new Error(`The scenario ${scenario.name} has no certificate ${name}`);
    return {
      endpoint: endpoint(at),
      thumbprint: certificate,
      ...iisRecordSettings,
    };
  });
  const beforeSetup: PracticeState = {
    ...practiceServer,
    scenario: scenario.name,
    records: inOrder(records),
    certificates,
    containers,
    clientProtection: {
      extendedProtection: [...scenario.clientProtection.extendedProtection],
      strictTransportSecurity: [...scenario.clientProtection.strictTransportSecurity],
    },
    rebinders: [...scenario.rebinders],
    obstacles: [...scenario.obstacles],
  };

  let state = beforeSetup;
  let setupLog = '';
  for (const run of scenario.runs) {
    const ran = await runOf(state, run, clock, keys);
    state = ran.state;
    setupLog += ran.log;
  }
  state = {
    ...state,
    records: state.records.filter((record) => !scenario.recordsLostSince.includes(record.endpoint)),
    services: state.services.map((service) =>
      service.name === 'W3SVC' && scenario.webServer === 'disabled'
        ? { ...service, state: 'stopped', startType: 'disabled' }
        : service,
    ),
  };
  return {
    state,
    files: {
      'ExchangeSetupLogs/ExchangeSetup.log': setupLog,
      'ExchangeSetupLogs/ServiceControl.log': serviceControlLog(state, now),
      'ExchangeSetupLogs/ServiceStartupMode.xml': serviceStartupMode(state),
      'inetsrv/config/applicationHost.config': applicationHostConfig(state),
    },
  };
}

async function runOf(state: PracticeState, run: RunPlan, clock: Clock, keys: KeyMaker) {
  const now = clock.now().getTime();
  const conditions = { pace: realPace, utcOffsetMinutes: clock.utcOffsetMinutes(), keys };
  if (run.kind === 'installation') {
    const startedAt = new Date(now - run.daysAgo * day);
    return { state, log: installationLog(state, { ...conditions, startedAt }) };
  }
  const startedAt = new Date(now - run.hoursAgo * hour);
  const ran = await runUpdate(
    { ...state, pendingReboot: [...run.pendingReboot] },
    { ...conditions, startedAt },
  );
  // What was pending then is over: the server has been restarted since.
  return { log: textOf([...ran.work, ...ran.end]), state: { ...ran.state, pendingReboot: [] } };
}

async function makeCertificates(scenario: Scenario, now: Date, keys: KeyMaker) {
  const plans = Object.entries(scenario.certificates);
  const [authorityKey, ...privateKeys] = await Promise.all([
    keys.rsa(2048),
    ...plans.map(() => keys.rsa(2048)),
  ]);
  const authoritySigner = signerOf(authorityKey);
  const certificates: StateCertificate[] = [authorityCertificate(authoritySigner, now)];
  const containers: Container[] = [];
  const byName = new Map<string, Thumbprint>();
  for (const [index, [name, plan]] of plans.entries()) {
    const privateKey = privateKeys[index];
    if (privateKey === undefined) throw new Error(`No key was made for ${name}`);
    const own = signerOf(privateKey);
    const der = signedCertificate(
      {
        subject: plan.commonName,
        issuer: plan.issuedBy === 'itself' ? plan.commonName : plan.issuedBy,
        serialNumber: newSerialNumber(),
        ...validity(now, plan.validFromDay, plan.validUntilDay),
        publicKey: own.publicKey,
        extensions: serverExtensions(plan.dnsNames),
      },
      plan.issuedBy === 'itself' ? own : authoritySigner,
    );
    const container = `${name}-${randomBytes(8).toString('hex')}`;
    const certificate: StateCertificate = {
      store: personalStore,
      der: der.toString('base64'),
      friendlyName: plan.friendlyName,
      key: keyLink(plan, container),
    };
    certificates.push(certificate);
    if (plan.trusted === 'in-root')
      certificates.push({ ...certificate, store: rootStore, key: { kind: 'none' } });
    if (plan.key !== 'lost') containers.push(keyContainer(plan, container, privateKey));
    byName.set(name, thumbprint(x509Of(certificate).fingerprint));
  }
  return { certificates, containers, byName };
}

function authorityCertificate(signer: CertificateSigner, now: Date): StateCertificate {
  const der = signedCertificate(
    {
      subject: authority,
      issuer: authority,
      serialNumber: newSerialNumber(),
      ...validity(now, -3000, 4000),
      publicKey: signer.publicKey,
      extensions: [
        { name: 'basicConstraints', critical: true, cA: true },
        { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
        { name: 'subjectKeyIdentifier' },
      ],
    },
    signer,
  );
  return { store: rootStore, der: der.toString('base64'), friendlyName: '', key: { kind: 'none' } };
}

function keyLink(plan: CertificatePlan, container: string): StateCertificate['key'] {
  return plan.key === 'CNG'
    ? {
        kind: 'linked',
        provider: 'CNG',
        providerName: 'Microsoft Software Key Storage Provider',
        container,
        keySpec: 0,
        location: 'machine',
      }
    : channelKey(container);
}

function keyContainer(plan: CertificatePlan, name: string, privateKey: string): Container {
  const accessList =
    plan.key === 'administrator-refused' ? keyAccessLists.openRefused : keyAccessLists.ofMachine;
  return { name, location: 'machine', privateKey, accessList };
}

/** A certificate knows whole seconds only. */
function validity(now: Date, fromDay: number, untilDay: number) {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return {
    notBefore: new Date(second + fromDay * day).toISOString(),
    notAfter: new Date(second + untilDay * day).toISOString(),
  };
}

function newSerialNumber(): string {
  return `4${randomBytes(16).toString('hex').slice(1)}`.toUpperCase();
}
