import { describe, expect, test } from 'vitest';
import { inverse } from '../../shared/change.ts';
import type {
  CertificateChange,
  CertificateRef,
  KeyAccessChange,
  RecordChange,
  RecordValue,
  TrustChange,
} from '../../shared/change.ts';
import { commandsFor } from '../../shared/commands.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { iisApplicationId, iisRecordSettings } from '../../shared/facts.ts';
import { hash, now } from '../fixtures/facts.ts';

const known: CertificateRef = { kind: 'thumbprint', thumbprint: hash('E') };
const toBeMade: CertificateRef = { kind: 'created', createdBy: '1' };

function value(certificate: CertificateRef, changes: Partial<RecordValue> = {}): RecordValue {
  return { ...iisRecordSettings, certificate, ...changes };
}

function replace(at: string, after: RecordValue): RecordChange {
  const before = value({ kind: 'thumbprint', thumbprint: hash('A') });
  return {
    id: '3',
    kind: 'record',
    target: { endpoint: endpoint(at), site: 'Default Web Site' },
    before: { kind: 'present', value: before },
    after: { kind: 'present', value: after },
  };
}

/** As a prompt takes a line apart: at blanks, except inside double quotes. */
function words(command: string): readonly string[] {
  return (command.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

describe('the commands for a record', () => {
  test('delete the old one and add the new one', () => {
    const [remove = '', add = '', ...more] = commandsFor(replace('0.0.0.0:443', value(known)));
    expect(more).toEqual([]);
    expect(remove).toBe('netsh http delete sslcert ipport=0.0.0.0:443');
    expect(words(add)).toEqual([
      ...['netsh', 'http', 'add', 'sslcert', 'ipport=0.0.0.0:443'],
      ...[`certhash=${hash('E')}`, `appid=${iisApplicationId}`, 'certstorename=MY'],
    ]);
  });

  test('quote the application id, whose braces PowerShell takes for a script block', () => {
    const [, add] = commandsFor(replace('0.0.0.0:443', value(known)));
    expect(add).toContain(`"appid=${iisApplicationId}"`);
  });

  test('delete nothing where nothing was, and add nothing where nothing shall be', () => {
    const bind: RecordChange = { ...replace('0.0.0.0:444', value(known)), before: { kind: 'absent' } };
    expect(commandsFor(bind)).toEqual([
      expect.stringMatching(/^netsh http add sslcert ipport=0\.0\.0\.0:444 /),
    ]);
    expect(commandsFor(inverse(bind))).toEqual(['netsh http delete sslcert ipport=0.0.0.0:444']);
  });

  test.each([
    ['mail.contoso.com:443', 'hostnameport=mail.contoso.com:443'],
    ['[::]:443', 'ipport=[::]:443'],
    ['127.0.0.1:443', 'ipport=127.0.0.1:443'],
  ])('name %s as netsh does', (at, word) => {
    for (const command of commandsFor(replace(at, value(known)))) expect(words(command)).toContain(word);
  });

  test.each([
    [0x1, ['dsmapperusage=enable']],
    [0x2, ['clientcertnegotiation=enable']],
    [0x10, ['disablehttp2=enable']],
    [0x20, ['disablequic=enable']],
    [0x40, ['disabletls13=enable']],
    [0x80, ['disableocspstapling=enable']],
    [0x400, ['disablelegacytls=enable']],
    [0x2 + 0x40 + 0x1000, ['clientcertnegotiation=enable', 'disabletls13=enable', 'disabletls12=enable']],
    [0, []],
  ])('say the flags 0x%s in words', (flags, expected) => {
    const [, add = ''] = commandsFor(replace('0.0.0.0:443', value(known, { flags })));
    expect(words(add).filter((word) => word.endsWith('=enable'))).toEqual(expected);
  });

  test('name what the record says of client certificates, where it is not the usual', () => {
    const checks = {
      mode: 0x10003,
      freshnessSeconds: 60,
      retrievalTimeoutMilliseconds: 500,
      listIdentifier: 'Our clients',
      listStore: 'CA',
    };
    const [, add = ''] = commandsFor(replace('0.0.0.0:443', value(known, { clientCertificates: checks })));
    expect(words(add).slice(-7)).toEqual([
      'verifyclientcertrevocation=disable',
      'verifyrevocationwithcachedclientcertonly=enable',
      'usagecheck=disable',
      'revocationfreshnesstime=60',
      'urlretrievaltimeout=500',
      'sslctlidentifier=Our clients',
      'sslctlstorename=CA',
    ]);
  });

  test('keep a store whose name has a blank in one word', () => {
    const [, add = ''] = commandsFor(replace('0.0.0.0:443', value(known, { store: 'Remote Desktop' })));
    expect(words(add)).toContain('certstorename=Remote Desktop');
  });

  test('stand for a certificate that is not made yet with a word no prompt would take', () => {
    const [, add] = commandsFor(replace('0.0.0.0:443', value(toBeMade)));
    expect(add).toContain('certhash=<thumbprint of change 1>');
  });
});

describe('the commands for a new certificate', () => {
  const create: CertificateChange = {
    id: '1',
    kind: 'certificate',
    target: { container: 'cu-rescue-7', serialNumber: '01AB' },
    before: { kind: 'absent' },
    after: {
      kind: 'present',
      value: {
        netbiosName: 'EX01',
        fullyQualifiedName: 'EX01.contoso.local',
        friendlyName: 'Microsoft Exchange',
        notBefore: now,
        notAfter: '2031-11-22T03:00:00.000Z',
      },
    },
  };

  test('make it as Setup does: names, RSA in a CSP, machine store, under the planned container and serial number', () => {
    const [make = '', ...more] = commandsFor(create);
    expect(more).toEqual([]);
    expect(words(make)).toEqual(
      expect.arrayContaining([
        ...['New-SelfSignedCertificate', 'CN=EX01', 'EX01,EX01.contoso.local', 'Microsoft Exchange'],
        ...['RSA', '2048', 'SHA256', 'Microsoft RSA SChannel Cryptographic Provider', 'KeyExchange'],
        ...['NonExportable', 'Cert:\\LocalMachine\\MY', '2031-11-22T03:00:00.000Z', 'cu-rescue-7', '01AB'],
      ]),
    );
  });

  test('take away exactly this certificate and this key', () => {
    const commands = commandsFor(inverse(create));
    expect(commands.map((command) => words(command).at(-1))).toEqual(['01AB', 'cu-rescue-7']);
  });
});

describe('the commands for trust', () => {
  const trust: TrustChange = {
    id: '2',
    kind: 'trust',
    target: { certificate: known },
    before: { kind: 'absent' },
    after: { kind: 'present', value: { store: 'Root' } },
  };

  test('add the certificate to Root by way of one file, in any prompt', () => {
    const [save = '', add = ''] = commandsFor(trust);
    expect(words(save)).toContain(hash('E'));
    expect(words(add)).toContain('Root');
    expect(words(save).at(-1)).toBe(words(add).at(-1));
    // %TEMP% means nothing to PowerShell.
    expect(save + add).not.toContain('%');
  });

  test('take it away by its thumbprint', () => {
    expect(commandsFor(inverse(trust))).toEqual([`certutil -delstore Root ${hash('E')}`]);
  });
});

describe('the commands for key access', () => {
  const path = 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\a1_b2';

  function change(before: string, after: string): KeyAccessChange {
    return {
      id: '4',
      kind: 'key-access',
      target: { certificate: hash('A'), path },
      before: { kind: 'present', value: { accessList: before } },
      after: { kind: 'present', value: { accessList: after } },
    };
  }

  test.each([
    ['Administrators', 'BA', '*S-1-5-32-544:F'],
    ['SYSTEM', 'SY', '*S-1-5-18:F'],
  ])('give %s full control by identifier, in any prompt and any language', (_, account, grant) => {
    const [command = '', ...more] = commandsFor(
      change('D:PAI(A;;FR;;;BU)', `D:PAI(A;;FR;;;BU)(A;;FA;;;${account})`),
    );
    expect(more).toEqual([]);
    expect(words(command)).toEqual(['icacls', path, '/grant', grant]);
    // PowerShell takes a bare star and colon for something else.
    expect(command).toContain(`"${grant}"`);
  });

  test('give both full control in one go, where both lack it', () => {
    const after = 'D:PAI(A;;FR;;;BU)(A;;FA;;;SY)(A;;FA;;;BA)';
    const [command = '', ...more] = commandsFor(change('D:PAI(A;;FR;;;BU)', after));
    expect(more).toEqual([]);
    expect(words(command)).toEqual(['icacls', path, '/grant', '*S-1-5-18:F', '*S-1-5-32-544:F']);
  });

  test('put the old list back whole: what the account had before must stay', () => {
    const before = 'D:PAI(A;;FA;;;SY)(A;;FR;;;BA)';
    const [command = '', ...more] = commandsFor(inverse(change(before, `${before}(A;;FA;;;BA)`)));
    expect(more).toEqual([]);
    expect(command).toContain(`"${path}"`);
    expect(command).toContain(`SetSecurityDescriptorSddlForm("${before}", "Access")`);
    expect(command).not.toContain('icacls');
  });

  test('write a list that is no grant as it is', () => {
    const [command = ''] = commandsFor(change('D:PAI(A;;FA;;;SY)', 'D:PAI(A;;FA;;;SY)(A;;FA;;;BU)'));
    expect(command).toContain('"D:PAI(A;;FA;;;SY)(A;;FA;;;BU)"');
  });
});
