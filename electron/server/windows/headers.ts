import type * as Koffi from 'koffi';

/** The library that calls DLLs, passed in: where it lies differs between the app and the single executable. */
export type KoffiLibrary = typeof Koffi;

/** Constants of Microsoft's headers, by their names there. */
export const constants = {
  // winerror.h
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_PATH_NOT_FOUND: 3,
  ERROR_ACCESS_DENIED: 5,
  ERROR_NO_MORE_FILES: 18,
  ERROR_NOT_SUPPORTED: 50,
  ERROR_INVALID_PARAMETER: 87,
  ERROR_INSUFFICIENT_BUFFER: 122,
  ERROR_ALREADY_EXISTS: 183,
  ERROR_MORE_DATA: 234,
  ERROR_NO_MORE_ITEMS: 259,
  ERROR_NOT_FOUND: 1168,
  ERROR_NO_SUCH_LOGON_SESSION: 1312,
  E_ACCESSDENIED: 0x80070005,
  NTE_BAD_SIGNATURE: 0x80090006,
  NTE_BAD_FLAGS: 0x80090009,
  NTE_INVALID_PARAMETER: 0x80090027,
  NTE_NOT_SUPPORTED: 0x80090029,
  NTE_NO_KEY: 0x8009000d,
  NTE_PERM: 0x80090010,
  NTE_EXISTS: 0x8009000f,
  NTE_BAD_KEYSET: 0x80090016,
  CRYPT_E_NOT_FOUND: 0x80092004,
  CRYPT_E_EXISTS: 0x80092005,
  // http.h
  HTTP_INITIALIZE_CONFIG: 2,
  HttpServiceConfigIPListenList: 0,
  HttpServiceConfigSSLCertInfo: 1,
  HttpServiceConfigSslSniCertInfo: 5,
  HttpServiceConfigSslCertInfoEx: 8,
  HttpServiceConfigSslSniCertInfoEx: 9,
  ExParamTypeHttp2Window: 0,
  ExParamTypeHttp2SettingsLimits: 1,
  ExParamTypeMax: 6,
  HttpServiceConfigQueryExact: 0,
  HttpServiceConfigQueryNext: 1,
  // winsock2.h
  AF_INET: 2,
  AF_INET6: 23,
  // wincrypt.h
  X509_ASN_ENCODING: 1,
  CERT_STORE_PROV_SYSTEM_W: 10,
  CERT_SYSTEM_STORE_LOCAL_MACHINE: 0x20000,
  CERT_STORE_READONLY_FLAG: 0x8000,
  CERT_STORE_OPEN_EXISTING_FLAG: 0x4000,
  CERT_STORE_ADD_NEW: 1,
  CERT_STORE_CTRL_COMMIT: 3,
  CERT_KEY_PROV_INFO_PROP_ID: 2,
  CERT_FRIENDLY_NAME_PROP_ID: 11,
  PROV_RSA_SCHANNEL: 12,
  PROV_RSA_AES: 24,
  CRYPT_NEWKEYSET: 0x8,
  CRYPT_DELETEKEYSET: 0x10,
  CRYPT_MACHINE_KEYSET: 0x20,
  CRYPT_SILENT: 0x40,
  AT_KEYEXCHANGE: 1,
  PUBLICKEYBLOB: 6,
  CALG_SHA1: 0x8004,
  CALG_SHA_256: 0x800c,
  HP_HASHVAL: 2,
  PP_KEYSET_SEC_DESCR: 8,
  PP_UNIQUE_CONTAINER: 36,
  // ncrypt.h
  NCRYPT_MACHINE_KEY_FLAG: 0x20,
  NCRYPT_SILENT_FLAG: 0x40,
  BCRYPT_PAD_PKCS1: 2,
  // winreg.h, winnt.h
  HKEY_LOCAL_MACHINE: -0x7fff_fffe,
  KEY_READ: 0x20019,
  KEY_WOW64_64KEY: 0x100,
  REG_SZ: 1,
  REG_EXPAND_SZ: 2,
  REG_DWORD: 4,
  REG_MULTI_SZ: 7,
  READ_CONTROL: 0x20000,
  WRITE_DAC: 0x40000,
  OWNER_SECURITY_INFORMATION: 1,
  DACL_SECURITY_INFORMATION: 4,
  SDDL_REVISION_1: 1,
  OPEN_EXISTING: 3,
  FILE_FLAG_OPEN_REPARSE_POINT: 0x20_0000,
  FILE_FLAG_BACKUP_SEMANTICS: 0x200_0000,
  FILE_ATTRIBUTE_DIRECTORY: 0x10,
  FILE_ATTRIBUTE_REPARSE_POINT: 0x400,
  // winsvc.h
  SC_MANAGER_CONNECT: 1,
  SC_MANAGER_ENUMERATE_SERVICE: 4,
  SC_ENUM_PROCESS_INFO: 0,
  SERVICE_QUERY_CONFIG: 1,
  SERVICE_WIN32: 0x30,
  SERVICE_STATE_ALL: 3,
  SERVICE_STOPPED: 1,
  SERVICE_RUNNING: 4,
  SERVICE_BOOT_START: 0,
  SERVICE_SYSTEM_START: 1,
  SERVICE_AUTO_START: 2,
  SERVICE_DEMAND_START: 3,
  SERVICE_DISABLED: 4,
  // tlhelp32.h, processthreadsapi.h, sysinfoapi.h
  TH32CS_SNAPPROCESS: 2,
  PROCESS_QUERY_LIMITED_INFORMATION: 0x1000,
  LOAD_LIBRARY_SEARCH_SYSTEM32: 0x800,
  ComputerNameNetBIOS: 0,
  ComputerNameDnsFullyQualified: 3,
} as const;

/** The structs of the headers, with their names there, for x64. */
export function structs(koffi: KoffiLibrary) {
  const bytes = (length: number) => koffi.array('uint8', length);
  const GUID = koffi.struct('GUID', { Data1: 'uint32', Data2: 'uint16', Data3: 'uint16', Data4: bytes(8) });
  const FILETIME = koffi.struct('FILETIME', { dwLowDateTime: 'uint32', dwHighDateTime: 'uint32' });
  const HTTPAPI_VERSION = koffi.struct('HTTPAPI_VERSION', {
    HttpApiMajorVersion: 'uint16',
    HttpApiMinorVersion: 'uint16',
  });
  const SOCKADDR_IN = koffi.struct('SOCKADDR_IN', {
    sin_family: 'uint16',
    // In network order.
    sin_port: bytes(2),
    sin_addr: bytes(4),
    sin_zero: bytes(8),
  });
  const SOCKADDR_IN6 = koffi.struct('SOCKADDR_IN6', {
    sin6_family: 'uint16',
    sin6_port: bytes(2),
    sin6_flowinfo: 'uint32',
    sin6_addr: bytes(16),
    sin6_scope_id: 'uint32',
  });
  const SOCKADDR_STORAGE = koffi.struct('SOCKADDR_STORAGE', {
    ss_family: 'uint16',
    // Whatever family it is, the port comes next.
    ss_port: bytes(2),
    ss_rest: bytes(4),
    ss_align: 'uint64',
    ss_pad2: bytes(112),
  });
  const HTTP_SERVICE_CONFIG_SSL_PARAM = koffi.struct('HTTP_SERVICE_CONFIG_SSL_PARAM', {
    SslHashLength: 'uint32',
    pSslHash: 'void *',
    AppId: GUID,
    pSslCertStoreName: 'str16',
    DefaultCertCheckMode: 'uint32',
    DefaultRevocationFreshnessTime: 'uint32',
    DefaultRevocationUrlRetrievalTimeout: 'uint32',
    pDefaultSslCtlIdentifier: 'str16',
    pDefaultSslCtlStoreName: 'str16',
    DefaultFlags: 'uint32',
  });
  const HTTP_SERVICE_CONFIG_SSL_KEY = koffi.struct('HTTP_SERVICE_CONFIG_SSL_KEY', { pIpPort: 'void *' });
  const HTTP_SERVICE_CONFIG_SSL_SNI_KEY = koffi.struct('HTTP_SERVICE_CONFIG_SSL_SNI_KEY', {
    IpPort: SOCKADDR_STORAGE,
    Host: 'str16',
  });
  const HTTP_SERVICE_CONFIG_SSL_KEY_EX = koffi.struct('HTTP_SERVICE_CONFIG_SSL_KEY_EX', {
    IpPort: SOCKADDR_STORAGE,
  });
  return {
    GUID,
    HTTPAPI_VERSION,
    SOCKADDR_IN,
    SOCKADDR_IN6,
    SOCKADDR_STORAGE,
    HTTP_SERVICE_CONFIG_SSL_PARAM,
    HTTP_SERVICE_CONFIG_SSL_KEY,
    HTTP_SERVICE_CONFIG_SSL_SNI_KEY,
    HTTP_SERVICE_CONFIG_SSL_KEY_EX,
    HTTP_SERVICE_CONFIG_SSL_SET: koffi.struct('HTTP_SERVICE_CONFIG_SSL_SET', {
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY,
      ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM,
    }),
    HTTP_SERVICE_CONFIG_SSL_SNI_SET: koffi.struct('HTTP_SERVICE_CONFIG_SSL_SNI_SET', {
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY,
      ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM,
    }),
    HTTP_SERVICE_CONFIG_SSL_QUERY: koffi.struct('HTTP_SERVICE_CONFIG_SSL_QUERY', {
      QueryDesc: 'int32',
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY,
      dwToken: 'uint32',
    }),
    HTTP_SERVICE_CONFIG_SSL_SNI_QUERY: koffi.struct('HTTP_SERVICE_CONFIG_SSL_SNI_QUERY', {
      QueryDesc: 'int32',
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY,
      dwToken: 'uint32',
    }),
    HTTP_SERVICE_CONFIG_SSL_QUERY_EX: koffi.struct('HTTP_SERVICE_CONFIG_SSL_QUERY_EX', {
      QueryDesc: 'int32',
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY_EX,
      dwToken: 'uint32',
      ParamType: 'int32',
    }),
    HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX: koffi.struct('HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX', {
      QueryDesc: 'int32',
      KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY,
      dwToken: 'uint32',
      ParamType: 'int32',
    }),
    HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY: koffi.struct('HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY', {
      AddrCount: 'uint32',
      // The first of as many as are counted.
      AddrList: koffi.array(SOCKADDR_STORAGE, 1),
    }),
    CERT_CONTEXT: koffi.struct('CERT_CONTEXT', {
      dwCertEncodingType: 'uint32',
      pbCertEncoded: 'void *',
      cbCertEncoded: 'uint32',
      pCertInfo: 'void *',
      hCertStore: 'void *',
    }),
    CRYPT_KEY_PROV_INFO: koffi.struct('CRYPT_KEY_PROV_INFO', {
      pwszContainerName: 'str16',
      pwszProvName: 'str16',
      dwProvType: 'uint32',
      dwFlags: 'uint32',
      cProvParam: 'uint32',
      rgProvParam: 'void *',
      dwKeySpec: 'uint32',
    }),
    BCRYPT_PKCS1_PADDING_INFO: koffi.struct('BCRYPT_PKCS1_PADDING_INFO', { pszAlgId: 'str16' }),
    CRYPT_DATA_BLOB: koffi.struct('CRYPT_DATA_BLOB', { cbData: 'uint32', pbData: 'void *' }),
    ENUM_SERVICE_STATUS_PROCESSW: koffi.struct('ENUM_SERVICE_STATUS_PROCESSW', {
      lpServiceName: 'str16',
      lpDisplayName: 'str16',
      ServiceStatusProcess: koffi.struct('SERVICE_STATUS_PROCESS', {
        dwServiceType: 'uint32',
        dwCurrentState: 'uint32',
        dwControlsAccepted: 'uint32',
        dwWin32ExitCode: 'uint32',
        dwServiceSpecificExitCode: 'uint32',
        dwCheckPoint: 'uint32',
        dwWaitHint: 'uint32',
        dwProcessId: 'uint32',
        dwServiceFlags: 'uint32',
      }),
    }),
    QUERY_SERVICE_CONFIGW: koffi.struct('QUERY_SERVICE_CONFIGW', {
      dwServiceType: 'uint32',
      dwStartType: 'uint32',
      dwErrorControl: 'uint32',
      lpBinaryPathName: 'str16',
      lpLoadOrderGroup: 'str16',
      dwTagId: 'uint32',
      lpDependencies: 'void *',
      lpServiceStartName: 'str16',
      lpDisplayName: 'str16',
    }),
    BY_HANDLE_FILE_INFORMATION: koffi.struct('BY_HANDLE_FILE_INFORMATION', {
      dwFileAttributes: 'uint32',
      ftCreationTime: FILETIME,
      ftLastAccessTime: FILETIME,
      ftLastWriteTime: FILETIME,
      dwVolumeSerialNumber: 'uint32',
      nFileSizeHigh: 'uint32',
      nFileSizeLow: 'uint32',
      nNumberOfLinks: 'uint32',
      nFileIndexHigh: 'uint32',
      nFileIndexLow: 'uint32',
    }),
    PROCESSENTRY32W: koffi.struct('PROCESSENTRY32W', {
      dwSize: 'uint32',
      cntUsage: 'uint32',
      th32ProcessID: 'uint32',
      th32DefaultHeapID: 'uint64',
      th32ModuleID: 'uint32',
      cntThreads: 'uint32',
      th32ParentProcessID: 'uint32',
      pcPriClassBase: 'int32',
      dwFlags: 'uint32',
      szExeFile: koffi.array('char16', 260, 'String'),
    }),
  };
}
