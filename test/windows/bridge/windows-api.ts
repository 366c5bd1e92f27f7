// The calls of Windows that the tests' own tools need. Declared here once more, and not taken from the product, so
// that a mistake of the product is not made twice.
import * as koffi from 'koffi';

const crypt32 = koffi.load('crypt32.dll');
const advapi32 = koffi.load('advapi32.dll');
const kernel32 = koffi.load('kernel32.dll');
const ntdll = koffi.load('ntdll.dll');

export const keyProviderInfo = koffi.struct('TEST_CRYPT_KEY_PROV_INFO', {
  pwszContainerName: 'str16',
  pwszProvName: 'str16',
  dwProvType: 'uint32',
  dwFlags: 'uint32',
  cProvParam: 'uint32',
  rgProvParam: 'void *',
  dwKeySpec: 'uint32',
});

export const dataBlob = koffi.struct('TEST_DATA_BLOB', { cbData: 'uint32', pbData: 'void *' });

const getLastError = kernel32.func('uint32 __stdcall GetLastError()');

type Value = number | bigint;
type WindowsCall = (...words: readonly unknown[]) => Value;

/** A call that answers 0 when it fails; it throws then, with Windows' code. */
function checked(library: koffi.LibraryHandle, definition: string): WindowsCall {
  const call = library.func(definition) as unknown as WindowsCall;
  return (...words) => {
    const answer = call(...words);
    if (BigInt(answer) !== 0n) return answer;
    throw new WindowsFailure(definition, Number(getLastError()));
  };
}

/** A call of the registry: it answers its code, 0 when all went well. */
function coded(definition: string): WindowsCall {
  const call = advapi32.func(definition) as unknown as WindowsCall;
  return (...words) => {
    const code = Number(call(...words));
    if (code === 0) return 0;
    throw new WindowsFailure(definition, code);
  };
}

export class WindowsFailure extends Error {
  readonly code: number;

  constructor(definition: string, code: number) {
    const name = /(\w+)\(/.exec(definition)?.[1] ?? definition;
    super(`${name} failed: ${code > 0xffff ? `0x${code.toString(16)}` : code}`);
    this.code = code;
  }
}

export const windows = {
  CertOpenStore: checked(
    crypt32,
    'intptr __stdcall CertOpenStore(intptr provider, uint32 encoding, intptr handle, uint32 flags, str16 name)',
  ),
  CertControlStore: checked(
    crypt32,
    'int32 __stdcall CertControlStore(intptr store, uint32 flags, uint32 control, void *parameter)',
  ),
  CertCloseStore: checked(crypt32, 'int32 __stdcall CertCloseStore(intptr store, uint32 flags)'),
  CertCreateCertificateContext: checked(
    crypt32,
    'intptr __stdcall CertCreateCertificateContext(uint32 encoding, void *der, uint32 length)',
  ),
  CertFreeCertificateContext: checked(crypt32, 'int32 __stdcall CertFreeCertificateContext(intptr context)'),
  CertSetCertificateContextProperty: checked(
    crypt32,
    'int32 __stdcall CertSetCertificateContextProperty(intptr context, uint32 id, uint32 flags, void *data)',
  ),
  CertAddCertificateContextToStore: checked(
    crypt32,
    'int32 __stdcall CertAddCertificateContextToStore(intptr store, intptr context, uint32 disposition, void *added)',
  ),
  CertDeleteCertificateFromStore: checked(
    crypt32,
    'int32 __stdcall CertDeleteCertificateFromStore(intptr context)',
  ),
  /** Answers 0 at the end. */
  CertEnumCertificatesInStore: crypt32.func(
    'intptr __stdcall CertEnumCertificatesInStore(intptr store, intptr previous)',
  ) as unknown as WindowsCall,
  CertDuplicateCertificateContext: checked(
    crypt32,
    'intptr __stdcall CertDuplicateCertificateContext(intptr context)',
  ),
  /** Answers 0 when the certificate has no such property. */
  CertGetCertificateContextProperty: crypt32.func(
    'int32 __stdcall CertGetCertificateContextProperty(intptr context, uint32 id, void *data, _Inout_ uint32 *length)',
  ) as unknown as WindowsCall,
  CryptUnprotectData: checked(
    crypt32,
    'int32 __stdcall CryptUnprotectData(void *in, void *description, void *entropy, void *reserved, void *prompt, uint32 flags, _Out_ TEST_DATA_BLOB *out)',
  ),
  CryptAcquireContextW: checked(
    advapi32,
    'int32 __stdcall CryptAcquireContextW(_Out_ intptr *handle, str16 container, str16 provider, uint32 type, uint32 flags)',
  ),
  CryptReleaseContext: checked(advapi32, 'int32 __stdcall CryptReleaseContext(intptr handle, uint32 flags)'),
  CryptImportKey: checked(
    advapi32,
    'int32 __stdcall CryptImportKey(intptr handle, void *blob, uint32 length, intptr key, uint32 flags, _Out_ intptr *imported)',
  ),
  CryptGenKey: checked(
    advapi32,
    'int32 __stdcall CryptGenKey(intptr handle, uint32 algorithm, uint32 flags, _Out_ intptr *key)',
  ),
  CryptExportKey: checked(
    advapi32,
    'int32 __stdcall CryptExportKey(intptr key, intptr exchange, uint32 type, uint32 flags, void *data, _Inout_ uint32 *length)',
  ),
  CryptDestroyKey: checked(advapi32, 'int32 __stdcall CryptDestroyKey(intptr key)'),
  RegOpenKeyExW: coded(
    'int32 __stdcall RegOpenKeyExW(intptr root, str16 path, uint32 options, uint32 rights, _Out_ intptr *key)',
  ),
  RegQueryValueExW: coded(
    'int32 __stdcall RegQueryValueExW(intptr key, str16 name, void *reserved, _Out_ uint32 *type, void *data, _Inout_ uint32 *length)',
  ),
  RegEnumKeyExW: coded(
    'int32 __stdcall RegEnumKeyExW(intptr key, uint32 index, void *name, _Inout_ uint32 *length, void *reserved, void *kind, void *kindLength, void *written)',
  ),
  RegEnumValueW: coded(
    'int32 __stdcall RegEnumValueW(intptr key, uint32 index, void *name, _Inout_ uint32 *length, void *reserved, _Out_ uint32 *type, void *data, void *dataLength)',
  ),
  RegCloseKey: coded('int32 __stdcall RegCloseKey(intptr key)'),
  OpenSCManagerW: checked(
    advapi32,
    'intptr __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 rights)',
  ),
  OpenServiceW: checked(advapi32, 'intptr __stdcall OpenServiceW(intptr manager, str16 name, uint32 rights)'),
  CreateServiceW: checked(
    advapi32,
    'intptr __stdcall CreateServiceW(intptr manager, str16 name, str16 display, uint32 rights, uint32 type, uint32 start, uint32 severity, str16 path, str16 group, void *tag, str16 needs, str16 account, str16 password)',
  ),
  ChangeServiceConfigW: checked(
    advapi32,
    'int32 __stdcall ChangeServiceConfigW(intptr service, uint32 type, uint32 start, uint32 severity, str16 path, str16 group, void *tag, str16 needs, str16 account, str16 password, str16 display)',
  ),
  DeleteService: checked(advapi32, 'int32 __stdcall DeleteService(intptr service)'),
  CloseServiceHandle: checked(advapi32, 'int32 __stdcall CloseServiceHandle(intptr handle)'),
  GetCurrentProcessId: kernel32.func('uint32 __stdcall GetCurrentProcessId()') as unknown as WindowsCall,
  /** Answers an NTSTATUS, as the next. */
  NtQueryObject: ntdll.func(
    'uint32 __stdcall NtQueryObject(intptr object, int32 what, _Out_ uint8 *into, uint32 size, _Out_ uint32 *needed)',
  ) as unknown as WindowsCall,
  NtQuerySystemInformation: ntdll.func(
    'uint32 __stdcall NtQuerySystemInformation(int32 what, _Out_ uint8 *list, uint32 size, _Out_ uint32 *needed)',
  ) as unknown as WindowsCall,
  LocalFree: kernel32.func('intptr __stdcall LocalFree(void *memory)') as unknown as WindowsCall,
};
