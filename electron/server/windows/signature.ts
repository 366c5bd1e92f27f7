import { X509Certificate } from 'node:crypto';
import type { Because } from '../../../shared/reading.ts';
import { distinguishedName } from '../certificate-facts.ts';
import { constants } from './headers.ts';
import type { Handle, Pointer } from './win32.ts';
import type { Win32WithSetup } from './setup-calls.ts';
import { codeText } from './windows-error.ts';

/** What Windows says of the signature in a file. */
export type Signature =
  | {
      readonly kind: 'good';
      /** That the certificate names; `null` where it names none, or several. */
      readonly organization: string | null;
      /** The whole name in the certificate, on one line. */
      readonly subject: string;
    }
  | { readonly kind: 'none' }
  /** The file is not what was signed. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-judged'; readonly because: Because };

/** {00AAC56B-CD44-11d0-8CC2-00C04FC295EE}: WINTRUST_ACTION_GENERIC_VERIFY_V2 of softpub.h. */
const genericVerify = {
  Data1: 0x00aac56b,
  Data2: 0xcd44,
  Data3: 0x11d0,
  Data4: [0x8c, 0xc2, 0x00, 0xc0, 0x4f, 0xc2, 0x95, 0xee],
};
const noWindow = -1;

/**
 * Asks WinVerifyTrust, without a window of its own and without the network: there may be none.
 * @param path absolute
 * @param file the same, opened for reading
 */
export async function signatureOf(win32: Win32WithSetup, path: string, file: Handle): Promise<Signature> {
  const { GUID, WINTRUST_DATA, WINTRUST_FILE_INFO } = win32.types;
  const name = Buffer.from(`${path}\0`, 'utf16le');
  const sizes = [win32.sizeOf(WINTRUST_DATA), win32.sizeOf(WINTRUST_FILE_INFO), win32.sizeOf(GUID)] as const;
  // Windows keeps addresses into it from the first call to the last: memory that nothing moves or collects meanwhile.
  return win32.withMemory(sizes[0] + sizes[1] + sizes[2] + name.length, async (data) => {
    const info = data + BigInt(sizes[0]);
    const action = info + BigInt(sizes[1]);
    const text = action + BigInt(sizes[2]);
    win32.write(action, GUID, genericVerify);
    win32.write(text, 'uint8', [...name], name.length);
    win32.write(info, WINTRUST_FILE_INFO, {
      cbStruct: sizes[1],
      pcwszFilePath: text,
      hFile: file,
      pgKnownSubject: null,
    });
    const asked = {
      cbStruct: sizes[0],
      pPolicyCallbackData: null,
      pSIPClientData: null,
      dwUIChoice: constants.WTD_UI_NONE,
      fdwRevocationChecks: constants.WTD_REVOKE_NONE,
      dwUnionChoice: constants.WTD_CHOICE_FILE,
      pFile: info,
      dwStateAction: constants.WTD_STATEACTION_VERIFY,
      hWVTStateData: 0,
      pwszURLReference: null,
      dwProvFlags: constants.WTD_REVOCATION_CHECK_NONE | constants.WTD_CACHE_ONLY_URL_RETRIEVAL,
      dwUIContext: 0,
    };
    win32.write(data, WINTRUST_DATA, asked);
    try {
      const { result } = await win32.WinVerifyTrust(noWindow, action, data);
      return signatureFrom(win32, result, stateIn(win32, data));
    } finally {
      const dwStateAction = constants.WTD_STATEACTION_CLOSE;
      win32.write(data, WINTRUST_DATA, { ...asked, dwStateAction, hWVTStateData: stateIn(win32, data) });
      await win32.WinVerifyTrust(noWindow, action, data);
    }
  });
}

function stateIn(win32: Win32WithSetup, data: Pointer): Handle {
  return (win32.decode(data, win32.types.WINTRUST_DATA) as { readonly hWVTStateData: Handle }).hWVTStateData;
}

function signatureFrom(win32: Win32WithSetup, result: number, state: Handle): Signature {
  switch (result >>> 0) {
    case 0: {
      const der = signerCertificate(win32, state);
      if (der === null)
        return { kind: 'not-judged', because: { code: 'NO_SIGNER', tried: 'WinVerifyTrust' } };
      return { kind: 'good', ...nameIn(der) };
    }
    case constants.TRUST_E_NOSIGNATURE:
    case constants.TRUST_E_SUBJECT_FORM_UNKNOWN:
      // The second: it is no file that could be signed.
      return { kind: 'none' };
    case constants.TRUST_E_BAD_DIGEST:
      return { kind: 'broken' };
    default:
      return { kind: 'not-judged', because: { code: codeText(result), tried: 'WinVerifyTrust' } };
  }
}

/** The DER of the first signer's own certificate; `null` where Windows tells of none. */
function signerCertificate(win32: Win32WithSetup, state: Handle): Uint8Array | null {
  const provider = win32.WTHelperProvDataFromStateData(state);
  const signer = provider === null ? null : win32.WTHelperGetProvSignerFromChain(provider, 0, 0, 0);
  const held = signer === null ? null : win32.WTHelperGetProvCertFromChain(signer, 0);
  if (held === null) return null;
  const { pCert } = win32.decode(held, win32.types.CRYPT_PROVIDER_CERT) as { readonly pCert: Pointer | null };
  if (pCert === null) return null;
  const { pbCertEncoded, cbCertEncoded } = win32.decode(pCert, win32.types.CERT_CONTEXT) as {
    readonly pbCertEncoded: Pointer;
    readonly cbCertEncoded: number;
  };
  return win32.copyOf(pbCertEncoded, cbCertEncoded);
}

function nameIn(der: Uint8Array): { readonly organization: string | null; readonly subject: string } {
  const certificate = new X509Certificate(der);
  const { O: organization } = certificate.toLegacyObject().subject as { readonly O?: unknown };
  return {
    // Of several, each could be meant: they come as a list.
    organization: typeof organization === 'string' ? organization : null,
    subject: distinguishedName(certificate.subject),
  };
}
