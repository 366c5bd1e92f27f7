import { X509Certificate, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import type { CertificateValue } from '../../shared/change.ts';
import type { Certificate, PrivateKey } from '../../shared/facts.ts';
import type { Reading } from '../../shared/reading.ts';
import { thumbprint } from '../../shared/thumbprint.ts';

/** A certificate as a store holds it: its DER, and what lies beside it. */
export interface StoredCertificate {
  readonly der: Uint8Array;
  /** Under LocalMachine, such as `MY`. */
  readonly store: string;
  readonly friendlyName: string;
  readonly key: Reading<PrivateKey>;
}

/** What its bytes alone say of a certificate: it never changes, so it may be kept. */
export type ParsedCertificate = Omit<Certificate, 'store' | 'friendlyName' | 'key'>;

/** All that the facts say of a certificate. Throws when the DER is no certificate. */
export function certificateFacts({ der, ...beside }: StoredCertificate): Certificate {
  return { ...parsedCertificate(der), ...beside };
}

/** Throws when the DER is no certificate. */
export function parsedCertificate(der: Uint8Array): ParsedCertificate {
  const certificate = new X509Certificate(der);
  return {
    thumbprint: thumbprint(certificate.fingerprint),
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    serialNumber: certificate.serialNumber.toUpperCase(),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    dnsNames: dnsNamesOf(certificate),
    signatureHash: signatureHashOf(der),
    publicKey: publicKeyOf(certificate),
    extendedKeyUsages: certificate.toLegacyObject().ext_key_usage ?? [],
    authority: certificate.ca ? 'certificate-authority' : 'end-entity',
  };
}

/** The value that makes such a certificate: what is read back after one was created. */
export function certificateValueOf(certificate: Certificate): CertificateValue {
  const netbiosName = certificate.subject.replace(/^CN=/, '');
  return {
    netbiosName,
    fullyQualifiedName: certificate.dnsNames.find((name) => name !== netbiosName) ?? netbiosName,
    friendlyName: certificate.friendlyName,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}

/** As Windows shows it: the most specific part first, on one line. */
export function distinguishedName(lines: string | undefined): string {
  return (lines ?? '').split('\n').reverse().join(', ');
}

function dnsNamesOf(certificate: X509Certificate): readonly string[] {
  // A name with a comma or a quote in it is written as a JSON string, so that it cannot pose as two.
  const names = (certificate.subjectAltName ?? '').matchAll(
    /(?:^|, )(?<kind>[^:,"]+):(?<name>"(?:[^"\\]|\\.)*"|[^,]*)/g,
  );
  return [...names]
    .filter(({ groups }) => groups?.['kind'] === 'DNS')
    .map(({ groups }) => groups?.['name'] ?? '')
    .map((name) => (name.startsWith('"') ? (JSON.parse(name) as string) : name));
}

function publicKeyOf(certificate: X509Certificate): Certificate['publicKey'] {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch {
    return { algorithm: 'other', bits: 0 };
  }
  const details = key.asymmetricKeyDetails;
  if (details?.modulusLength !== undefined && key.asymmetricKeyType?.startsWith('rsa')) {
    return { algorithm: 'RSA', bits: details.modulusLength };
  }
  if (key.asymmetricKeyType === 'ec') return { algorithm: 'ECC', bits: curveBits(details?.namedCurve) };
  return { algorithm: 'other', bits: 0 };
}

function curveBits(curve: string | undefined): number {
  return Number(/\d{3}/.exec(curve ?? '')?.[0] ?? 0);
}

/** By the object identifier of the signature's algorithm. */
const signatureHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};

/** By the object identifier of the hash itself, as RSASSA-PSS names it among its parameters. */
const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const rsassaPss = '1.2.840.113549.1.1.10';

/** From the DER itself: no library here tells it for RSA and elliptic curves alike. Unknown ones stay an identifier. */
function signatureHashOf(der: Uint8Array): string {
  const algorithm = child(forge.asn1.fromDer(Buffer.from(der).toString('binary')), 1);
  const identifier = identifierIn(child(algorithm, 0));
  if (identifier !== rsassaPss) return signatureHashes[identifier] ?? identifier;
  const hash = child(child(algorithm, 1), 0);
  // Left out, or another parameter stands first: then it is SHA-1 by definition.
  if (hash?.tagClass !== forge.asn1.Class.CONTEXT_SPECIFIC || hash.type !== forge.asn1.Type.NONE)
    return 'SHA-1';
  const named = identifierIn(child(child(hash, 0), 0));
  return hashes[named] ?? named;
}

function child(node: forge.asn1.Asn1 | undefined, index: number): forge.asn1.Asn1 | undefined {
  return typeof node?.value === 'object' ? node.value[index] : undefined;
}

function identifierIn(node: forge.asn1.Asn1 | undefined): string {
  return typeof node?.value === 'string' ? forge.asn1.derToOid(node.value) : '';
}
