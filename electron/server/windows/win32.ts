import { constants, structs } from './headers.ts';
import { MissingFromWindows } from './windows-error.ts';
import type { KoffiLibrary } from './headers.ts';
import type { LibraryHandle, TypeObject } from 'koffi';

/** A handle or an address of Windows; 0 is none. */
export type Handle = number | bigint;

/** Memory of Windows, which its own calls free. */
export type Pointer = bigint;

/** What a call on a worker thread brought: its result, and GetLastError of that thread. */
export interface Answer<Result = number> {
  readonly result: Result;
  readonly lastError: number;
}

/** A value that a call writes: one element, filled by it. */
export type Out<T> = [T];

type Bytes = Uint8Array | null;

type KoffiFunction = ReturnType<LibraryHandle['func']>;

/** A function of a DLL before its types are given. */
type Native = (...given: readonly never[]) => unknown;
export type Call<Arguments extends readonly unknown[], Result = number> = (...given: Arguments) => Result;
export type Background<Arguments extends readonly unknown[], Result = number> = (
  ...given: Arguments
) => Promise<Answer<Result>>;

/** A struct as a call takes it: made by `struct`, or its bytes. */
type Struct = ReturnType<KoffiLibrary['as']>;

/** Everything that is called of Windows, by the names of its headers. */
export type Win32 = ReturnType<typeof openWin32>;

/** Loads the DLLs from System32 and nowhere else. Throws `MissingFromWindows`. */
export function openWin32(koffi: KoffiLibrary) {
  const early = koffi.load('kernel32.dll');
  // From here on neither the working folder nor the program's own is searched for a DLL.
  early.func('int32 __stdcall SetDefaultDllDirectories(uint32 flags)')(
    constants.LOAD_LIBRARY_SEARCH_SYSTEM32,
  );
  const path = Buffer.alloc(2 * 260);
  const length = Number(
    early.func('uint32 __stdcall GetSystemDirectoryW(void *path, uint32 characters)')(path, 260),
  );
  const systemFolder = path.toString('utf16le', 0, 2 * length);
  const getLastError = early.func('uint32 __stdcall GetLastError()') as Call<[]>;
  const types = structs(koffi);

  /** The arguments of the calls that run: Windows works on their memory, so nothing may collect them meanwhile. */
  const underway = new Set<readonly unknown[]>();
  const inBackground =
    (found: KoffiFunction): Native =>
    (...given) =>
      new Promise<Answer>((resolve, reject) => {
        underway.add(given);
        found.async(...given, (error: Error | null, result: number) => {
          // Asked for at once: the next call of this thread would overwrite it.
          const lastError = getLastError();
          underway.delete(given);
          if (error === null) resolve({ result, lastError });
          else reject(error);
        });
      });

  /** The functions of one DLL. */
  const library = (name: string) => {
    const handle = unlessMissing(() => koffi.load(`${systemFolder}\\${name}`));
    if (handle === null) throw new MissingFromWindows(name, null);
    const found = (definition: string) => unlessMissing(() => handle.func(definition));
    const needed = (definition: string) => {
      const native = found(definition);
      if (native === null) throw new MissingFromWindows(name, entryPoint(definition));
      return native;
    };
    return {
      call: (definition: string): Native => needed(definition),
      /** On a worker thread, since a call that hangs would stop the clock and every time limit too. */
      background: (definition: string): Native => inBackground(needed(definition)),
      /** `null` where this Windows has no such function. */
      optional(definition: string): Native | null {
        const native = found(definition);
        return native === null ? null : inBackground(native);
      },
    };
  };

  const kernel32 = library('kernel32.dll');
  const advapi32 = library('advapi32.dll');
  const crypt32 = library('crypt32.dll');
  const ncrypt = library('ncrypt.dll');
  const httpapi = library('httpapi.dll');
  const ole32 = library('ole32.dll');
  const shell32 = library('shell32.dll');

  return {
    types,
    /** The bytes of a struct as a call of Windows takes them, strings and nested pointers included. */
    struct: (type: TypeObject, value: object): Struct => koffi.as(value, koffi.pointer(type)),
    /** What stands at an address, or in bytes that Windows has filled. */
    decode: (at: Pointer | Uint8Array, type: TypeObject | string, offset = 0): unknown =>
      koffi.decode(at, offset, type),
    /** A copy of Windows' memory. Never a view of it: Electron ends the process that asks for one. */
    copyOf: (at: Pointer, bytes: number): Uint8Array => koffi.decode(at, 0, 'uint8', bytes) as Uint8Array,
    write: (at: Pointer, type: TypeObject | string, value: unknown, count?: number): void => {
      if (count === undefined) koffi.encode(at, type, value);
      else koffi.encode(at, type, value, count);
    },
    /** Memory that stands still, zeroed, for as long as the work takes. */
    withMemory: async <T>(bytes: number, work: (at: Pointer) => Promise<T>): Promise<T> => {
      const at = koffi.alloc('uint8', bytes) as Pointer;
      try {
        koffi.encode(at, 'uint8', new Uint8Array(bytes), bytes);
        return await work(at);
      } finally {
        koffi.free(at);
      }
    },
    stringAt: (at: Pointer): string => koffi.decode.string16(at),
    sizeOf: (type: TypeObject): number => koffi.sizeof(type),
    /** Absolute: System32. */
    systemFolder,
    getLastError,
    /** One more DLL of System32, for calls that not every program of ours has. */
    library,

    GetComputerNameExW: kernel32.call(
      'int32 __stdcall GetComputerNameExW(int32 kind, void *name, _Inout_ uint32 *characters)',
    ) as Call<[number, Bytes, Out<number>]>,
    GetACP: kernel32.call('uint32 __stdcall GetACP()') as Call<[]>,
    ExpandEnvironmentStringsW: kernel32.call(
      'uint32 __stdcall ExpandEnvironmentStringsW(str16 text, void *into, uint32 characters)',
    ) as Call<[string, Bytes, number]>,
    CreateDirectoryW: kernel32.call('int32 __stdcall CreateDirectoryW(str16 path, void *security)') as Call<
      [string, Struct]
    >,
    /** For the data folder alone: the window needs its own before it may wait for anything. */
    CreateFileAtOnce: kernel32.call(
      'intptr __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *security, uint32 how, uint32 flags, intptr template)',
    ) as Call<[string, number, number, null, number, number, number], Handle>,
    CreateFileW: kernel32.background(
      'intptr __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *security, uint32 how, uint32 flags, intptr template)',
    ) as Background<[string, number, number, null, number, number, number], Handle>,
    GetFileInformationByHandle: kernel32.background(
      'int32 __stdcall GetFileInformationByHandle(intptr file, void *information)',
    ) as Background<[Handle, Uint8Array]>,
    GetFinalPathNameByHandleW: kernel32.call(
      'uint32 __stdcall GetFinalPathNameByHandleW(intptr file, void *path, uint32 characters, uint32 flags)',
    ) as Call<[Handle, Uint8Array, number, number]>,
    TerminateProcess: kernel32.call(
      'int32 __stdcall TerminateProcess(intptr process, uint32 status)',
    ) as Call<[Handle, number]>,
    CloseHandle: kernel32.call('int32 __stdcall CloseHandle(intptr handle)') as Call<[Handle]>,
    LocalFree: kernel32.call('void *__stdcall LocalFree(void *memory)') as Call<[Pointer], Pointer>,
    CreateToolhelp32Snapshot: kernel32.call(
      'intptr __stdcall CreateToolhelp32Snapshot(uint32 flags, uint32 process)',
    ) as Call<[number, number], Handle>,
    Process32FirstW: kernel32.call('int32 __stdcall Process32FirstW(intptr snapshot, void *entry)') as Call<
      [Handle, Uint8Array]
    >,
    Process32NextW: kernel32.call('int32 __stdcall Process32NextW(intptr snapshot, void *entry)') as Call<
      [Handle, Uint8Array]
    >,
    OpenProcess: kernel32.call(
      'intptr __stdcall OpenProcess(uint32 access, int32 inherit, uint32 process)',
    ) as Call<[number, number, number], Handle>,
    QueryFullProcessImageNameW: kernel32.call(
      'int32 __stdcall QueryFullProcessImageNameW(intptr process, uint32 flags, void *path, _Inout_ uint32 *characters)',
    ) as Call<[Handle, number, Uint8Array, Out<number>]>,

    SHGetKnownFolderPath: shell32.call(
      'int32 __stdcall SHGetKnownFolderPath(void *id, uint32 flags, intptr token, _Out_ void **path)',
    ) as Call<[Uint8Array, number, number, Out<Pointer | null>]>,
    CoTaskMemFree: ole32.call('void __stdcall CoTaskMemFree(void *memory)') as Call<[Pointer], undefined>,
    IsUserAnAdmin: shell32.call('int32 __stdcall IsUserAnAdmin()') as Call<[]>,

    RegOpenKeyExW: advapi32.call(
      'int32 __stdcall RegOpenKeyExW(intptr key, str16 name, uint32 options, uint32 access, _Out_ intptr *opened)',
    ) as Call<[Handle, string, number, number, Out<Handle>]>,
    RegCloseKey: advapi32.call('int32 __stdcall RegCloseKey(intptr key)') as Call<[Handle]>,
    RegQueryValueExW: advapi32.call(
      'int32 __stdcall RegQueryValueExW(intptr key, str16 name, void *reserved, _Out_ uint32 *type, void *data, _Inout_ uint32 *bytes)',
    ) as Call<[Handle, string | null, null, Out<number>, Bytes, Out<number>]>,
    RegEnumKeyExW: advapi32.call(
      'int32 __stdcall RegEnumKeyExW(intptr key, uint32 index, void *name, _Inout_ uint32 *characters, void *reserved, void *class, void *classLength, void *written)',
    ) as Call<[Handle, number, Uint8Array, Out<number>, null, null, null, null]>,

    OpenSCManagerW: advapi32.background(
      'intptr __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)',
    ) as Background<[null, null, number], Handle>,
    EnumServicesStatusExW: advapi32.background(
      'int32 __stdcall EnumServicesStatusExW(intptr manager, int32 level, uint32 type, uint32 state, void *services, uint32 bytes, _Out_ uint32 *needed, _Out_ uint32 *returned, _Inout_ uint32 *resume, str16 group)',
    ) as Background<
      [Handle, number, number, number, Bytes, number, Out<number>, Out<number>, Out<number>, null]
    >,
    OpenServiceW: advapi32.background(
      'intptr __stdcall OpenServiceW(intptr manager, str16 name, uint32 access)',
    ) as Background<[Handle, string, number], Handle>,
    QueryServiceConfigW: advapi32.background(
      'int32 __stdcall QueryServiceConfigW(intptr service, void *config, uint32 bytes, _Out_ uint32 *needed)',
    ) as Background<[Handle, Bytes, number, Out<number>]>,
    CloseServiceHandle: advapi32.call('int32 __stdcall CloseServiceHandle(intptr handle)') as Call<[Handle]>,

    CertOpenStore: crypt32.background(
      'intptr __stdcall CertOpenStore(intptr provider, uint32 encoding, intptr cryptography, uint32 flags, str16 name)',
    ) as Background<[Handle, number, Handle, number, string], Handle>,
    CertCloseStore: crypt32.call('int32 __stdcall CertCloseStore(intptr store, uint32 flags)') as Call<
      [Handle, number]
    >,
    CertControlStore: crypt32.background(
      'int32 __stdcall CertControlStore(intptr store, uint32 flags, uint32 control, void *parameter)',
    ) as Background<[Handle, number, number, null]>,
    CertEnumCertificatesInStore: crypt32.call(
      'void *__stdcall CertEnumCertificatesInStore(intptr store, void *previous)',
    ) as Call<[Handle, Pointer | null], Pointer | null>,
    CertDuplicateCertificateContext: crypt32.call(
      'void *__stdcall CertDuplicateCertificateContext(void *context)',
    ) as Call<[Pointer], Pointer>,
    CertFreeCertificateContext: crypt32.call(
      'int32 __stdcall CertFreeCertificateContext(void *context)',
    ) as Call<[Pointer]>,
    CertGetCertificateContextProperty: crypt32.call(
      'int32 __stdcall CertGetCertificateContextProperty(void *context, uint32 property, void *data, _Inout_ uint32 *bytes)',
    ) as Call<[Pointer, number, Bytes, Out<number>]>,
    CertCreateCertificateContext: crypt32.call(
      'void *__stdcall CertCreateCertificateContext(uint32 encoding, void *der, uint32 bytes)',
    ) as Call<[number, Uint8Array, number], Pointer | null>,
    CertSetCertificateContextProperty: crypt32.call(
      'int32 __stdcall CertSetCertificateContextProperty(void *context, uint32 property, uint32 flags, void *data)',
    ) as Call<[Pointer, number, number, Struct]>,
    CertAddCertificateContextToStore: crypt32.background(
      'int32 __stdcall CertAddCertificateContextToStore(intptr store, void *context, uint32 disposition, void *added)',
    ) as Background<[Handle, Pointer, number, null]>,
    CertDeleteCertificateFromStore: crypt32.background(
      'int32 __stdcall CertDeleteCertificateFromStore(void *context)',
    ) as Background<[Pointer]>,

    CryptAcquireContextW: advapi32.background(
      'int32 __stdcall CryptAcquireContextW(_Out_ intptr *provider, str16 container, str16 name, uint32 type, uint32 flags)',
    ) as Background<[Out<Handle>, string, string, number, number]>,
    CryptReleaseContext: advapi32.background(
      'int32 __stdcall CryptReleaseContext(intptr provider, uint32 flags)',
    ) as Background<[Handle, number]>,
    CryptGetProvParam: advapi32.background(
      'int32 __stdcall CryptGetProvParam(intptr provider, uint32 parameter, void *data, _Inout_ uint32 *bytes, uint32 flags)',
    ) as Background<[Handle, number, Bytes, Out<number>, number]>,
    CryptSetProvParam: advapi32.background(
      'int32 __stdcall CryptSetProvParam(intptr provider, uint32 parameter, void *data, uint32 flags)',
    ) as Background<[Handle, number, Pointer, number]>,
    CryptGenKey: advapi32.background(
      'int32 __stdcall CryptGenKey(intptr provider, uint32 algorithm, uint32 flags, _Out_ intptr *key)',
    ) as Background<[Handle, number, number, Out<Handle>]>,
    CryptDestroyKey: advapi32.call('int32 __stdcall CryptDestroyKey(intptr key)') as Call<[Handle]>,
    CryptGetUserKey: advapi32.background(
      'int32 __stdcall CryptGetUserKey(intptr provider, uint32 keySpec, _Out_ intptr *key)',
    ) as Background<[Handle, number, Out<Handle>]>,
    CryptExportKey: advapi32.background(
      'int32 __stdcall CryptExportKey(intptr key, intptr exchange, uint32 type, uint32 flags, void *data, _Inout_ uint32 *bytes)',
    ) as Background<[Handle, number, number, number, Bytes, Out<number>]>,
    // A hash is made and signed here too, since node-forge signs so. Only with keys that we have made: their provider is
    // Windows' own, and does not hang.
    CryptCreateHash: advapi32.call(
      'int32 __stdcall CryptCreateHash(intptr provider, uint32 algorithm, intptr key, uint32 flags, _Out_ intptr *hash)',
    ) as Call<[Handle, number, number, number, Out<Handle>]>,
    CryptCreateHashInBackground: advapi32.background(
      'int32 __stdcall CryptCreateHash(intptr provider, uint32 algorithm, intptr key, uint32 flags, _Out_ intptr *hash)',
    ) as Background<[Handle, number, number, number, Out<Handle>]>,
    CryptSetHashParam: advapi32.call(
      'int32 __stdcall CryptSetHashParam(intptr hash, uint32 parameter, void *data, uint32 flags)',
    ) as Call<[Handle, number, Uint8Array, number]>,
    CryptHashData: advapi32.background(
      'int32 __stdcall CryptHashData(intptr hash, void *data, uint32 bytes, uint32 flags)',
    ) as Background<[Handle, Uint8Array, number, number]>,
    CryptSignHashW: advapi32.call(
      'int32 __stdcall CryptSignHashW(intptr hash, uint32 keySpec, void *description, uint32 flags, void *signature, _Inout_ uint32 *bytes)',
    ) as Call<[Handle, number, null, number, Uint8Array, Out<number>]>,
    CryptSignHashInBackground: advapi32.background(
      'int32 __stdcall CryptSignHashW(intptr hash, uint32 keySpec, void *description, uint32 flags, void *signature, _Inout_ uint32 *bytes)',
    ) as Background<[Handle, number, null, number, Bytes, Out<number>]>,
    CryptDestroyHash: advapi32.call('int32 __stdcall CryptDestroyHash(intptr hash)') as Call<[Handle]>,
    CryptDestroyHashInBackground: advapi32.background(
      'int32 __stdcall CryptDestroyHash(intptr hash)',
    ) as Background<[Handle]>,

    NCryptOpenStorageProvider: ncrypt.background(
      'int32 __stdcall NCryptOpenStorageProvider(_Out_ intptr *provider, str16 name, uint32 flags)',
    ) as Background<[Out<Handle>, string, number]>,
    NCryptOpenKey: ncrypt.background(
      'int32 __stdcall NCryptOpenKey(intptr provider, _Out_ intptr *key, str16 name, uint32 legacy, uint32 flags)',
    ) as Background<[Handle, Out<Handle>, string, number, number]>,
    NCryptSignHash: ncrypt.background(
      'int32 __stdcall NCryptSignHash(intptr key, void *padding, void *hash, uint32 hashBytes, void *signature, uint32 bytes, _Out_ uint32 *written, uint32 flags)',
    ) as Background<[Handle, Struct | null, Uint8Array, number, Uint8Array, number, Out<number>, number]>,
    NCryptGetProperty: ncrypt.background(
      'int32 __stdcall NCryptGetProperty(intptr object, str16 name, void *data, uint32 bytes, _Out_ uint32 *written, uint32 flags)',
    ) as Background<[Handle, string, Uint8Array, number, Out<number>, number]>,
    NCryptFreeObject: ncrypt.background('int32 __stdcall NCryptFreeObject(intptr object)') as Background<
      [Handle]
    >,

    OpenProcessToken: advapi32.call(
      'int32 __stdcall OpenProcessToken(intptr process, uint32 access, _Out_ intptr *token)',
    ) as Call<[number, number, Out<Handle>]>,
    GetTokenInformation: advapi32.call(
      'int32 __stdcall GetTokenInformation(intptr token, int32 what, void *into, uint32 bytes, _Out_ uint32 *needed)',
    ) as Call<[Handle, number, Uint8Array, number, Out<number>]>,
    ConvertSidToStringSidW: advapi32.call(
      'int32 __stdcall ConvertSidToStringSidW(void *sid, _Out_ void **text)',
    ) as Call<[Pointer, Out<Pointer | null>]>,
    GetKernelObjectSecurityAtOnce: advapi32.call(
      'int32 __stdcall GetKernelObjectSecurity(intptr object, uint32 information, void *descriptor, uint32 bytes, _Out_ uint32 *needed)',
    ) as Call<[Handle, number, Uint8Array, number, Out<number>]>,
    GetKernelObjectSecurity: advapi32.background(
      'int32 __stdcall GetKernelObjectSecurity(intptr object, uint32 information, void *descriptor, uint32 bytes, _Out_ uint32 *needed)',
    ) as Background<[Handle, number, Uint8Array, number, Out<number>]>,
    SetKernelObjectSecurity: advapi32.background(
      'int32 __stdcall SetKernelObjectSecurity(intptr object, uint32 information, void *descriptor)',
    ) as Background<[Handle, number, Pointer]>,
    ConvertStringSecurityDescriptorToSecurityDescriptorW: advapi32.call(
      'int32 __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void **descriptor, _Out_ uint32 *bytes)',
    ) as Call<[string, number, Out<Pointer | null>, Out<number>]>,
    ConvertSecurityDescriptorToStringSecurityDescriptorW: advapi32.call(
      'int32 __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32 revision, uint32 information, _Out_ void **text, _Out_ uint32 *characters)',
    ) as Call<[Uint8Array | Pointer, number, number, Out<Pointer | null>, Out<number>]>,

    HttpInitialize: httpapi.background(
      'uint32 __stdcall HttpInitialize(HTTPAPI_VERSION version, uint32 flags, void *reserved)',
    ) as Background<[object, number, null]>,
    HttpTerminate: httpapi.call('uint32 __stdcall HttpTerminate(uint32 flags, void *reserved)') as Call<
      [number, null]
    >,
    HttpQueryServiceConfiguration: httpapi.background(
      'uint32 __stdcall HttpQueryServiceConfiguration(void *service, int32 id, void *query, uint32 bytes, void *output, uint32 size, _Out_ uint32 *needed, void *overlapped)',
    ) as Background<[null, number, Struct | null, number, Bytes, number, Out<number>, null]>,
    HttpSetServiceConfiguration: httpapi.background(
      'uint32 __stdcall HttpSetServiceConfiguration(void *service, int32 id, void *record, uint32 bytes, void *overlapped)',
    ) as Background<[null, number, Struct, number, null]>,
    HttpDeleteServiceConfiguration: httpapi.background(
      'uint32 __stdcall HttpDeleteServiceConfiguration(void *service, int32 id, void *record, uint32 bytes, void *overlapped)',
    ) as Background<[null, number, Struct, number, null]>,
    /** Replaces a record in one step; older Windows has no such call. */
    HttpUpdateServiceConfiguration: httpapi.optional(
      'uint32 __stdcall HttpUpdateServiceConfiguration(void *service, int32 id, void *record, uint32 bytes, void *overlapped)',
    ) as Background<[null, number, Struct, number, null]> | null,
  };
}

/** `null` where Windows has no such DLL or function. Anything else, such as a type that is none, is a mistake of ours. */
function unlessMissing<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && missingInWords.test(error.message)) return null;
    throw error;
  }
}

/** koffi tells it in words alone, without a code or a type of its own. */
const missingInWords = /^(?:Failed to load shared library|Cannot find function '\w+' in shared library)/;

function entryPoint(definition: string): string {
  return /(\w+)\(/.exec(definition)?.[1] ?? definition;
}
