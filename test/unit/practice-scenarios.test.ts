import { describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import { endpoint } from '../../shared/endpoint.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import { certificateFaults } from '../../shared/certificate-health.ts';
import { putBackOf } from '../../shared/put-back.ts';
import type { FailureClass } from '../../shared/setup-log.ts';
import { lookAt } from '../../shared/look.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce } from '../../shared/rescue.ts';
import { toldOf } from '../../shared/told.ts';
import { identity, journal, planFor, started, wentWell } from '../fixtures/rescues.ts';
import { known, nightClock, practice } from '../fixtures/practice.ts';

const endpoints = ['0.0.0.0:443', '127.0.0.1:443', '0.0.0.0:444'].map(endpoint);

/** What each scenario is about, as its facts and its log must tell it. */
const expected: Readonly<
  Record<
    string,
    { class: FailureClass; hidden?: number; bound: readonly string[]; served?: readonly string[] }
  >
> = {
  'expired-certificate': { class: 'certificate-expired', bound: ['expired', 'expired', 'good'] },
  'unreadable-key': {
    class: 'private-key-inaccessible',
    bound: ['key-inaccessible', 'key-inaccessible', 'good'],
  },
  'one-binding-expired': { class: 'certificate-expired', bound: ['good', 'expired', 'good'] },
  'self-signed-expired': { class: 'certificate-expired', bound: ['expired', 'expired', 'expired'] },
  'no-self-signed': { class: 'certificate-expired', bound: ['expired', 'expired', 'expired'] },
  'back-end-lost': {
    class: 'setup-succeeded',
    bound: ['good', 'good', 'no record'],
    served: ['certificate', 'certificate', 'no-handshake'],
  },
  'retry-hides-cause': {
    class: 'certificate-expired',
    hidden: 1,
    bound: ['expired', 'expired', 'good'],
    served: ['nothing-listens', 'nothing-listens', 'nothing-listens'],
  },
  'guarded-front-end': { class: 'certificate-expired', bound: ['expired', 'expired', 'good'] },
  'internal-transport': { class: 'internal-transport-certificate', bound: ['good', 'good', 'good'] },
  'not-the-certificate': { class: 'not-a-certificate-failure', bound: ['good', 'good', 'good'] },
  healthy: { class: 'setup-succeeded', bound: ['good', 'good', 'good'] },
  'renewed-certificate': { class: 'setup-succeeded', bound: ['good', 'good', 'good'] },
};

describe('the scenarios', () => {
  it('are the ones we know, each with a name of its own and a sentence', () => {
    expect(scenarios.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const { description } of scenarios) expect(description).toMatch(/^[A-Z].+\.$/);
  });
});

describe.each(Object.entries(expected))('the scenario %s', (name, told) => {
  it('has the bindings, the log and the answers that its name promises', async () => {
    const { server } = await practice(name);
    const facts = await server.inspect();
    const verdict = known(facts.setup);
    expect(facts.origin).toEqual({ kind: 'practice', scenario: name });
    expect(verdict.class).toBe(told.class);
    expect(verdict.hiddenBy).toHaveLength(told.hidden ?? 0);
    expect(endpoints.map((at) => boundAt(facts, at))).toEqual(told.bound);
    const served = await Promise.all(endpoints.map(async (at) => (await server.served(at)).kind));
    expect(served).toEqual(told.served ?? ['certificate', 'certificate', 'certificate']);
  });

  it('tells a log that ended before now, with the media and the licence of the run that failed', async () => {
    const { server } = await practice(name);
    const verdict = known((await server.inspect()).setup);
    expect(Date.parse(verdict.lastLineAt!)).toBeLessThan(nightClock.now().getTime());
    expect(verdict.run).toMatchObject({
      product: '2019',
      setupVersion: '15.2.1544.4',
      installationMode: 'BuildToBuildUpgrade',
      media: 'D:\\',
    });
    expect(verdict.run?.parameters.map((parameter) => parameter.name)).toEqual([
      'iacceptexchangeserverlicenseterms_diagnosticdataoff',
      'mode',
      'sourcedir',
    ]);
  });

  it('carries the look-alikes that must never be chosen', async () => {
    const { server } = await practice(name);
    const subjects = known((await server.inspect()).certificates).map(({ subject }) => subject);
    expect(subjects).toContain('CN=WMSvc-SHA2-EX01');
    expect(subjects).toContain('CN=Microsoft Exchange Server Auth Certificate');
  });

  it('leaves the services of a failed Setup disabled, and those of a successful one as they were', async () => {
    const { server } = await practice(name);
    const services = known((await server.inspect()).services);
    const transport = services.find((service) => service.name === 'MSExchangeTransport');
    expect(transport).toMatchObject(
      told.class === 'setup-succeeded'
        ? { state: 'running', startType: 'automatic' }
        : { state: 'stopped', startType: 'disabled' },
    );
  });
});

describe('what single scenarios are about', () => {
  it('names the thumbprint of the unreadable key in the log, and services it would have been for', async () => {
    const { server } = await practice('unreadable-key');
    const facts = await server.inspect();
    const failure = known(facts.setup).failure;
    expect(failure?.thumbprint).toBe(certificateAt(facts, endpoint('127.0.0.1:443'))?.thumbprint);
    expect(failure?.services).toEqual(['IIS', 'POP', 'IMAP']);
  });

  it('has no "Microsoft Exchange" certificate where it says so', async () => {
    const { server } = await practice('no-self-signed');
    const names = known((await server.inspect()).certificates).map(({ friendlyName }) => friendlyName);
    expect(names).not.toContain('Microsoft Exchange');
  });

  it('has a renewed certificate beside the self-signed one that is bound, and offers to put it back', async () => {
    const { server } = await practice('renewed-certificate');
    const facts = await server.inspect();
    const putBack = putBackOf(facts, diagnose(facts));
    if (putBack.kind !== 'offered') throw new Error(putBack.kind);
    expect(putBack.endpoints).toEqual(['0.0.0.0:443', '127.0.0.1:443']);
    const renewed = known(facts.certificates).find(
      ({ thumbprint }) => thumbprint === putBack.choice.thumbprint,
    );
    expect(renewed?.subject).toBe('CN=mail.contoso.com');
    expect(certificateAt(facts, '0.0.0.0:443')?.friendlyName).toBe('Microsoft Exchange');
  });

  it('tempts with a renewed certificate in CNG', async () => {
    const { server } = await practice('expired-certificate');
    const certificates = known((await server.inspect()).certificates);
    const faults = certificates
      .filter(({ subject }) => subject === 'CN=mail.contoso.com')
      .map((certificate) => certificateFaults(certificate, nightClock.now().toISOString())[0]?.kind);
    expect(faults).toEqual(['expired', 'key-in-cng']);
  });
});

it('warns on every screen, and in the report, of what a self-signed certificate means for users', async () => {
  const { server } = await practice('guarded-front-end');
  const facts = await server.inspect();
  const look = lookAt(facts, identity);
  const { found, review } = toldOf(look, planFor(facts), []);
  const [rescue] = reduce(journal(...wentWell(started(facts))));
  const report = renderText(reportOfRescue(rescue!, '/data')).replaceAll(/\s+/g, ' ');
  expect(review.warnings).toHaveLength(3);
  expect(review.warnings.join(' ')).toMatch(/HSTS.*Extended Protection.*win-acme/s);
  for (const warning of review.warnings) {
    expect(found.warnings).toContain(warning);
    expect(report).toContain(warning);
    expect(warning).toMatch(/For users:|that users see/);
  }
});

function certificateAt(facts: Facts, at: string): Certificate | undefined {
  const record = known(facts.records).find((one) => one.endpoint === at);
  return known(facts.certificates).find(
    ({ thumbprint, store }) => thumbprint === record?.thumbprint && store === record.store,
  );
}

function boundAt(facts: Facts, at: string): string {
  const certificate = certificateAt(facts, at);
  if (certificate === undefined) return 'no record';
  return certificateFaults(certificate, facts.takenAt)[0]?.kind ?? 'good';
}
