import forge from 'node-forge';
import type { CertificateTarget, CertificateValue } from '../shared/change.ts';

/** Whoever holds the private key: it signs here, and never comes here. */
export interface CertificateSigner {
  readonly publicKey: forge.pki.rsa.PublicKey;
  /** The RSA PKCS#1 v1.5 signature of a finished SHA-256 digest, as a forge binary string. */
  sign(digest: forge.md.MessageDigest): string;
}

/** One certificate before it is signed. Both names are common names. */
export interface CertificateContent {
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, of a positive number. */
  readonly serialNumber: string;
  /** ISO 8601, UTC; a certificate knows whole seconds only. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly publicKey: forge.pki.rsa.PublicKey;
  /** As forge names them. */
  readonly extensions: readonly object[];
}

/**
 * The self-signed "Microsoft Exchange" certificate as Setup makes it, in DER. Its friendly name is no part of it:
 * Windows keeps that beside the certificate.
 */
export function exchangeCertificate(
  value: CertificateValue,
  target: CertificateTarget,
  signer: CertificateSigner,
): Buffer {
  return signedCertificate(
    {
      subject: value.netbiosName,
      issuer: value.netbiosName,
      serialNumber: target.serialNumber,
      notBefore: value.notBefore,
      notAfter: value.notAfter,
      publicKey: signer.publicKey,
      extensions: serverExtensions([value.netbiosName, value.fullyQualifiedName]),
    },
    signer,
  );
}

/** What a web server's certificate may be used for, and under which names; a name given twice is written once. */
export function serverExtensions(dnsNames: readonly string[]): readonly object[] {
  const distinct = dnsNames.filter(
    (name, index) => dnsNames.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
  const dnsName = 2;
  return [
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'basicConstraints', critical: true, cA: false },
    ...(distinct.length > 0
      ? [{ name: 'subjectAltName', altNames: distinct.map((value) => ({ type: dnsName, value })) }]
      : []),
    { name: 'subjectKeyIdentifier' },
  ];
}

/** The certificate, version 3, signed with SHA-256, in DER. */
export function signedCertificate(
  content: CertificateContent,
  signer: Pick<CertificateSigner, 'sign'>,
): Buffer {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = content.publicKey;
  certificate.serialNumber = positiveInteger(content.serialNumber);
  certificate.validity.notBefore = new Date(content.notBefore);
  certificate.validity.notAfter = new Date(content.notAfter);
  certificate.setSubject([commonName(content.subject)]);
  certificate.setIssuer([commonName(content.issuer)]);
  certificate.setExtensions([...content.extensions]);
  // forge asks nothing of a key but its `sign`; that its types ask for more is theirs.
  certificate.sign(signer as unknown as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'binary');
}

function commonName(value: string): forge.pki.CertificateField {
  // UTF-8, since a printable string has no underscore and NetBIOS names do.
  return { name: 'commonName', value, valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class };
}

/** DER reads a leading bit as a minus sign and wants no needless zeros. */
function positiveInteger(hexadecimal: string): string {
  if (!/^[0-9a-f]+$/i.test(hexadecimal)) throw new Error(`Not a serial number: ${hexadecimal}`);
  const digits = hexadecimal.replace(/^0+/, '');
  if (digits === '') throw new Error('A serial number is never zero');
  const bytes = digits.length % 2 === 0 ? digits : `0${digits}`;
  return /^[89a-f]/i.test(bytes) ? `00${bytes}` : bytes;
}
