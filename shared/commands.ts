import { assertNever } from './assert-never.ts';
import type {
  Change,
  CertificateRef,
  CertificateChange,
  CertificateTarget,
  KeyAccessChange,
  KeyAccessTarget,
  RecordChange,
  RecordTarget,
  RecordValue,
  TrustChange,
  TrustTarget,
} from './change.ts';
import { endpointParts } from './endpoint.ts';
import { personalStore } from './facts.ts';
import type { ClientCertificateChecks } from './facts.ts';
import { accounts, granting, sameAccessList } from './security-descriptor.ts';
import { notWritten } from './text/english/by-hand.ts';
import { commandOf, quotedWord, word } from './prompt-words.ts';
import type { Thumbprint } from './thumbprint.ts';

/** DefaultFlags of a record → the words that `netsh http add sslcert` has for them. */
const flagWords: readonly (readonly [number, string])[] = [
  [0x1, 'dsmapperusage=enable'],
  [0x2, 'clientcertnegotiation=enable'],
  [0x8, 'reject=enable'],
  [0x10, 'disablehttp2=enable'],
  [0x20, 'disablequic=enable'],
  [0x40, 'disabletls13=enable'],
  [0x80, 'disableocspstapling=enable'],
  [0x400, 'disablelegacytls=enable'],
  [0x800, 'enablesessionticket=enable'],
  [0x1000, 'disabletls12=enable'],
];

/** DefaultCertCheckMode of a record → the same. */
const checkModeWords: readonly (readonly [number, string])[] = [
  [0x1, 'verifyclientcertrevocation=disable'],
  [0x2, 'verifyrevocationwithcachedclientcertonly=enable'],
  [0x10000, 'usagecheck=disable'],
];

/** One for each command, `null` where it could not be pasted into a prompt as it stands. */
type Written = readonly (string | null)[];

/**
 * The commands that do the same by hand, for an elevated prompt, in order. They are shown and exported, never run.
 * A thumbprint that is not known yet stands as `<thumbprint of change N>`. Where a value cannot be written so that a
 * prompt takes it for what it is, one line says so, and half of the commands is not shown either.
 */
export function commandsFor(change: Change): readonly string[] {
  return shown(commandsOf(change));
}

function shown(commands: Written): readonly string[] {
  const written = commands.filter((command) => command !== null);
  return written.length === commands.length ? written : [notWritten];
}

function commandsOf(change: Change): Written {
  switch (change.kind) {
    case 'record':
      return recordCommands(change);
    case 'certificate':
      return certificateCommands(change);
    case 'trust':
      return trustCommands(change);
    case 'key-access':
      return keyAccessCommands(change);
    default:
      return assertNever(change);
  }
}

/** What is shown: a change, or what it is about. */
type Shown =
  | { readonly kind: 'record'; readonly target: RecordTarget }
  | { readonly kind: 'certificate'; readonly target: CertificateTarget }
  | { readonly kind: 'trust'; readonly target: TrustTarget<CertificateRef | Thumbprint> }
  | { readonly kind: 'key-access'; readonly target: KeyAccessTarget };

/** The commands that show what stands there now and change nothing, for an elevated prompt. */
export function lookCommandsFor(what: Shown): readonly string[] {
  return shown(lookCommandsOf(what));
}

function lookCommandsOf(what: Shown): Written {
  switch (what.kind) {
    case 'record':
      return [commandOf('netsh http show sslcert', endpointWord(what.target))];
    case 'certificate': {
      const { container, serialNumber } = what.target;
      return [
        commandOf('certutil -store My', word(serialNumber)),
        commandOf(`certutil -csp ${channelProvider} -key`, word(container)),
      ];
    }
    case 'trust': {
      const { certificate } = what.target;
      return [`certutil -store Root ${typeof certificate === 'string' ? certificate : refWord(certificate)}`];
    }
    case 'key-access':
      return [commandOf('icacls', quotedWord(what.target.path))];
    default:
      return assertNever(what);
  }
}

function recordCommands(change: RecordChange): Written {
  const at = endpointWord(change.target);
  return [
    ...(change.before.kind === 'present' ? [commandOf('netsh http delete sslcert', at)] : []),
    ...(change.after.kind === 'present'
      ? [commandOf('netsh http add sslcert', at, ...recordWords(change.after.value))]
      : []),
  ];
}

function endpointWord({ endpoint }: RecordTarget): string | null {
  const name = endpointParts(endpoint).family === 'host-name' ? 'hostnameport' : 'ipport';
  return word(`${name}=${endpoint}`);
}

function recordWords(value: RecordValue): Written {
  return [
    `certhash=${refWord(value.certificate)}`,
    // The braces of an application id are special in PowerShell, so the whole word is quoted.
    quotedWord(`appid=${value.applicationId}`),
    word(`certstorename=${value.store}`),
    ...flagWords.filter(([bit]) => (value.flags & bit) !== 0).map(([, flag]) => flag),
    ...clientCertificateWords(value.clientCertificates),
  ];
}

/** Only what is not the usual: netsh leaves the rest as it is. */
function clientCertificateWords(checks: ClientCertificateChecks): Written {
  const { mode, freshnessSeconds, retrievalTimeoutMilliseconds, listIdentifier, listStore } = checks;
  return [
    ...checkModeWords.filter(([bit]) => (mode & bit) !== 0).map(([, check]) => check),
    ...(freshnessSeconds === 0 ? [] : [`revocationfreshnesstime=${freshnessSeconds}`]),
    ...(retrievalTimeoutMilliseconds === 0 ? [] : [`urlretrievaltimeout=${retrievalTimeoutMilliseconds}`]),
    ...(listIdentifier === null ? [] : [quotedWord(`sslctlidentifier=${listIdentifier}`)]),
    ...(listStore === null ? [] : [quotedWord(`sslctlstorename=${listStore}`)]),
  ];
}

function refWord(certificate: CertificateRef): string {
  return certificate.kind === 'thumbprint'
    ? certificate.thumbprint
    : `<thumbprint of change ${certificate.createdBy}>`;
}

const channelProvider = '"Microsoft RSA SChannel Cryptographic Provider"';

function certificateCommands(change: CertificateChange): Written {
  const { container, serialNumber } = change.target;
  if (change.after.kind === 'absent') {
    return [
      commandOf('certutil -delstore My', word(serialNumber)),
      commandOf(`certutil -csp ${channelProvider} -delkey`, word(container)),
    ];
  }
  const { netbiosName, fullyQualifiedName, friendlyName, notAfter } = change.after.value;
  const names = [quotedWord(netbiosName), quotedWord(fullyQualifiedName)];
  return [
    commandOf(
      ...['New-SelfSignedCertificate -Subject', quotedWord(`CN=${netbiosName}`)],
      ...['-DnsName', names.includes(null) ? null : names.join(',')],
      ...['-FriendlyName', quotedWord(friendlyName), '-NotAfter', quotedWord(notAfter)],
      '-KeyAlgorithm RSA -KeyLength 2048 -HashAlgorithm SHA256',
      `-Provider ${channelProvider} -KeySpec KeyExchange -KeyExportPolicy NonExportable`,
      ...['-Container', quotedWord(container), '-SerialNumber', quotedWord(serialNumber)],
      `-CertStoreLocation Cert:\\LocalMachine\\${personalStore}`,
    ),
  ];
}

// Spelt out: what stands for the folder in one kind of prompt means nothing in the other.
const exported = 'C:\\Windows\\Temp\\exchange-self-signed.cer';

function trustCommands(change: TrustChange): Written {
  const certificate = refWord(change.target.certificate);
  if (change.after.kind === 'absent') return [`certutil -delstore Root ${certificate}`];
  return [`certutil -store My ${certificate} ${exported}`, `certutil -addstore Root ${exported}`];
}

const system = { account: 'SY', sid: accounts.system } as const;
const administrators = { account: 'BA', sid: accounts.administrators } as const;

/** Whom full control is given by their identifiers: names are translated. */
const grants = [[system], [administrators], [system, administrators]] as const;

function keyAccessCommands({ target, before, after }: KeyAccessChange): Written {
  const path = quotedWord(target.path);
  for (const accounts of grants) {
    const granted = accounts.reduce<string | null>(
      (list, { account }) => (list === null ? null : granting(list, account)),
      before.value.accessList,
    );
    if (granted !== null && sameAccessList(granted, after.value.accessList))
      return [commandOf('icacls', path, '/grant', ...accounts.map(({ sid }) => `"*${sid}:F"`))];
  }
  // icacls would take away every right of the account, also what it had before: the list is put back whole.
  const list = quotedWord(after.value.accessList);
  return [
    commandOf(
      ...['$key = Get-Item -LiteralPath', path, '-Force; $list = $key.GetAccessControl("Access");'],
      list === null ? null : `$list.SetSecurityDescriptorSddlForm(${list}, "Access");`,
      '$key.SetAccessControl($list)',
    ),
  ];
}
