/* Writes, as JSON, how the compiler lays out the structs that the product declares for itself, and what the constants
   are that it repeats:
   {"structs": {NAME: {"size": bytes, "fields": {field: {"offset": bytes, "size": bytes}}}}, "constants": {NAME: number}}.
   Constants are unsigned 32-bit numbers. To the file that it is given, or to standard output. */
#include "http-newer.h"
#include <aclapi.h>
#include <ncrypt.h>
#include <sddl.h>
#include <stddef.h>
#include <stdio.h>
#include <tlhelp32.h>
#include <wincrypt.h>
#include <wintrust.h>

static FILE *out;
static int entries = 0, fields = 0;

static void begin_struct(const char *name, size_t size) {
  fprintf(out, "%s\n    \"%s\": { \"size\": %u, \"fields\": {", entries++ > 0 ? "," : "", name, (unsigned)size);
  fields = 0;
}

static void field(const char *name, size_t offset, size_t size) {
  fprintf(out, "%s \"%s\": { \"offset\": %u, \"size\": %u }", fields++ > 0 ? "," : "", name, (unsigned)offset,
          (unsigned)size);
}

static void end_struct(void) { fprintf(out, " } }"); }

static void constant(const char *name, unsigned value) {
  fprintf(out, "%s\n    \"%s\": %u", entries++ > 0 ? "," : "", name, value);
}

#define STRUCT(type) begin_struct(#type, sizeof(type));
#define SIZE_OF(type, name) sizeof(((type *)0)->name)
#define FIELD(type, name) field(#name, offsetof(type, name), SIZE_OF(type, name));
/* A field of the product's that the header does not have, or calls otherwise. */
#define FIELD_AS(own_name, type, name) field(own_name, offsetof(type, name), SIZE_OF(type, name));
#define END end_struct();
#define CONSTANT(name) constant(#name, (unsigned)(ULONG_PTR)(name));

static void write_http_structs(void) {
#define T HTTPAPI_VERSION
  STRUCT(HTTPAPI_VERSION) FIELD(T, HttpApiMajorVersion) FIELD(T, HttpApiMinorVersion) END
#undef T
#define T HTTP_SERVICE_CONFIG_SSL_PARAM
  STRUCT(HTTP_SERVICE_CONFIG_SSL_PARAM)
  FIELD(T, SslHashLength) FIELD(T, pSslHash) FIELD(T, AppId) FIELD(T, pSslCertStoreName)
  FIELD(T, DefaultCertCheckMode) FIELD(T, DefaultRevocationFreshnessTime)
  FIELD(T, DefaultRevocationUrlRetrievalTimeout) FIELD(T, pDefaultSslCtlIdentifier)
  FIELD(T, pDefaultSslCtlStoreName) FIELD(T, DefaultFlags) END
#undef T
  STRUCT(HTTP_SERVICE_CONFIG_SSL_KEY) FIELD(HTTP_SERVICE_CONFIG_SSL_KEY, pIpPort) END
  STRUCT(HTTP_SERVICE_CONFIG_SSL_KEY_EX) FIELD(HTTP_SERVICE_CONFIG_SSL_KEY_EX, IpPort) END
#define T HTTP_SERVICE_CONFIG_SSL_SNI_KEY
  STRUCT(HTTP_SERVICE_CONFIG_SSL_SNI_KEY) FIELD(T, IpPort) FIELD(T, Host) END
#undef T
  STRUCT(HTTP_SERVICE_CONFIG_SSL_CCS_KEY) FIELD(HTTP_SERVICE_CONFIG_SSL_CCS_KEY, LocalAddress) END
#define SET(type) STRUCT(type) FIELD(type, KeyDesc) FIELD(type, ParamDesc) END
  SET(HTTP_SERVICE_CONFIG_SSL_SET)
  SET(HTTP_SERVICE_CONFIG_SSL_SNI_SET)
  SET(HTTP_SERVICE_CONFIG_SSL_SET_EX)
  SET(HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX)
#define QUERY(type) STRUCT(type) FIELD(type, QueryDesc) FIELD(type, KeyDesc) FIELD(type, dwToken)
  QUERY(HTTP_SERVICE_CONFIG_SSL_QUERY) END
  QUERY(HTTP_SERVICE_CONFIG_SSL_SNI_QUERY) END
  QUERY(HTTP_SERVICE_CONFIG_SSL_CCS_QUERY) END
  QUERY(HTTP_SERVICE_CONFIG_SSL_QUERY_EX) FIELD(HTTP_SERVICE_CONFIG_SSL_QUERY_EX, ParamType) END
  QUERY(HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX) FIELD(HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX, ParamType) END
  QUERY(HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX) FIELD(HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX, ParamType) END
#define T HTTP_SERVICE_CONFIG_SSL_PARAM_EX
  STRUCT(HTTP_SERVICE_CONFIG_SSL_PARAM_EX) FIELD(T, ParamType) FIELD(T, Flags) FIELD(T, Http2WindowSizeParam) END
#undef T
#define T HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY
  STRUCT(HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY) FIELD(T, AddrCount) FIELD(T, AddrList) END
#undef T
#define T HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM
  STRUCT(HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM) FIELD(T, AddrLength) FIELD(T, pAddress) END
#undef T
#define T SOCKADDR_IN
  STRUCT(SOCKADDR_IN) FIELD(T, sin_family) FIELD(T, sin_port) FIELD(T, sin_addr) FIELD(T, sin_zero) END
#undef T
#define T SOCKADDR_IN6
  STRUCT(SOCKADDR_IN6)
  FIELD(T, sin6_family) FIELD(T, sin6_port) FIELD(T, sin6_flowinfo) FIELD(T, sin6_addr) FIELD(T, sin6_scope_id) END
#undef T
#define T SOCKADDR_STORAGE
  /* What the header calls padding holds an address of either family: the port of both, then that of IPv4. */
  STRUCT(SOCKADDR_STORAGE)
  FIELD(T, ss_family) FIELD_AS("ss_port", SOCKADDR_IN, sin_port) FIELD_AS("ss_rest", SOCKADDR_IN, sin_addr)
  FIELD_AS("ss_align", T, __ss_align) FIELD_AS("ss_pad2", T, __ss_pad2) END
#undef T
}

static void write_certificate_structs(void) {
#define T CERT_CONTEXT
  STRUCT(CERT_CONTEXT)
  FIELD(T, dwCertEncodingType) FIELD(T, pbCertEncoded) FIELD(T, cbCertEncoded) FIELD(T, pCertInfo)
  FIELD(T, hCertStore) END
#undef T
#define T CERT_INFO
  STRUCT(CERT_INFO)
  FIELD(T, dwVersion) FIELD(T, SerialNumber) FIELD(T, SignatureAlgorithm) FIELD(T, Issuer) FIELD(T, NotBefore)
  FIELD(T, NotAfter) FIELD(T, Subject) FIELD(T, SubjectPublicKeyInfo) FIELD(T, IssuerUniqueId)
  FIELD(T, SubjectUniqueId) FIELD(T, cExtension) FIELD(T, rgExtension) END
#undef T
#define T CRYPT_KEY_PROV_INFO
  STRUCT(CRYPT_KEY_PROV_INFO)
  FIELD(T, pwszContainerName) FIELD(T, pwszProvName) FIELD(T, dwProvType) FIELD(T, dwFlags) FIELD(T, cProvParam)
  FIELD(T, rgProvParam) FIELD(T, dwKeySpec) END
#undef T
  STRUCT(BCRYPT_PKCS1_PADDING_INFO) FIELD(BCRYPT_PKCS1_PADDING_INFO, pszAlgId) END
#define T WINTRUST_FILE_INFO
  STRUCT(WINTRUST_FILE_INFO) FIELD(T, cbStruct) FIELD(T, pcwszFilePath) FIELD(T, hFile) FIELD(T, pgKnownSubject) END
#undef T
#define T WINTRUST_DATA
  STRUCT(WINTRUST_DATA)
  FIELD(T, cbStruct) FIELD(T, pPolicyCallbackData) FIELD(T, pSIPClientData) FIELD(T, dwUIChoice)
  FIELD(T, fdwRevocationChecks) FIELD(T, dwUnionChoice) FIELD(T, pFile) FIELD(T, dwStateAction)
  FIELD(T, hWVTStateData) FIELD(T, pwszURLReference) FIELD(T, dwProvFlags) FIELD(T, dwUIContext) END
#undef T
#define T CRYPT_PROVIDER_CERT
  STRUCT(CRYPT_PROVIDER_CERT)
  FIELD(T, cbStruct) FIELD(T, pCert) FIELD(T, fCommercial) FIELD(T, fTrustedRoot) FIELD(T, fSelfSigned)
  FIELD(T, fTestCert) FIELD(T, dwRevokedReason) FIELD(T, dwConfidence) FIELD(T, dwError) FIELD(T, pTrustListContext)
  FIELD(T, fTrustListSignerCert) FIELD(T, pCtlContext) FIELD(T, dwCtlError) FIELD(T, fIsCyclic)
  FIELD(T, pChainElement) END
#undef T
#define BLOB(type) STRUCT(type) FIELD(type, cbData) FIELD(type, pbData) END
  BLOB(CRYPT_INTEGER_BLOB)
  BLOB(CRYPT_DATA_BLOB)
  BLOB(CRYPT_HASH_BLOB)
#define T PUBLICKEYSTRUC
  STRUCT(PUBLICKEYSTRUC) FIELD(T, bType) FIELD(T, bVersion) FIELD(T, reserved) FIELD(T, aiKeyAlg) END
#undef T
  STRUCT(RSAPUBKEY) FIELD(RSAPUBKEY, magic) FIELD(RSAPUBKEY, bitlen) FIELD(RSAPUBKEY, pubexp) END
}

static void write_system_structs(void) {
  STRUCT(GUID) FIELD(GUID, Data1) FIELD(GUID, Data2) FIELD(GUID, Data3) FIELD(GUID, Data4) END
  STRUCT(TOKEN_USER) FIELD(TOKEN_USER, User) END
  STRUCT(SID_AND_ATTRIBUTES) FIELD(SID_AND_ATTRIBUTES, Sid) FIELD(SID_AND_ATTRIBUTES, Attributes) END
#define T SECURITY_ATTRIBUTES
  STRUCT(SECURITY_ATTRIBUTES) FIELD(T, nLength) FIELD(T, lpSecurityDescriptor) FIELD(T, bInheritHandle) END
#undef T
  STRUCT(FILETIME) FIELD(FILETIME, dwLowDateTime) FIELD(FILETIME, dwHighDateTime) END
#define T SERVICE_STATUS
  STRUCT(SERVICE_STATUS)
  FIELD(T, dwServiceType) FIELD(T, dwCurrentState) FIELD(T, dwControlsAccepted) FIELD(T, dwWin32ExitCode)
  FIELD(T, dwServiceSpecificExitCode) FIELD(T, dwCheckPoint) FIELD(T, dwWaitHint) END
#undef T
#define T SERVICE_STATUS_PROCESS
  STRUCT(SERVICE_STATUS_PROCESS)
  FIELD(T, dwServiceType) FIELD(T, dwCurrentState) FIELD(T, dwControlsAccepted) FIELD(T, dwWin32ExitCode)
  FIELD(T, dwServiceSpecificExitCode) FIELD(T, dwCheckPoint) FIELD(T, dwWaitHint) FIELD(T, dwProcessId)
  FIELD(T, dwServiceFlags) END
#undef T
#define T ENUM_SERVICE_STATUS_PROCESSW
  STRUCT(ENUM_SERVICE_STATUS_PROCESSW)
  FIELD(T, lpServiceName) FIELD(T, lpDisplayName) FIELD(T, ServiceStatusProcess) END
#undef T
#define T QUERY_SERVICE_CONFIGW
  STRUCT(QUERY_SERVICE_CONFIGW)
  FIELD(T, dwServiceType) FIELD(T, dwStartType) FIELD(T, dwErrorControl) FIELD(T, lpBinaryPathName)
  FIELD(T, lpLoadOrderGroup) FIELD(T, dwTagId) FIELD(T, lpDependencies) FIELD(T, lpServiceStartName)
  FIELD(T, lpDisplayName) END
#undef T
#define T FILETIME
  STRUCT(FILETIME)
  FIELD(T, dwLowDateTime) FIELD(T, dwHighDateTime) END
#undef T
#define T BY_HANDLE_FILE_INFORMATION
  STRUCT(BY_HANDLE_FILE_INFORMATION)
  FIELD(T, dwFileAttributes) FIELD(T, ftCreationTime) FIELD(T, ftLastAccessTime) FIELD(T, ftLastWriteTime)
  FIELD(T, dwVolumeSerialNumber) FIELD(T, nFileSizeHigh) FIELD(T, nFileSizeLow) FIELD(T, nNumberOfLinks)
  FIELD(T, nFileIndexHigh) FIELD(T, nFileIndexLow) END
#undef T
#define T STARTUPINFOW
  STRUCT(STARTUPINFOW)
  FIELD(T, cb) FIELD(T, lpReserved) FIELD(T, lpDesktop) FIELD(T, lpTitle) FIELD(T, dwX) FIELD(T, dwY)
  FIELD(T, dwXSize) FIELD(T, dwYSize) FIELD(T, dwXCountChars) FIELD(T, dwYCountChars) FIELD(T, dwFillAttribute)
  FIELD(T, dwFlags) FIELD(T, wShowWindow) FIELD(T, cbReserved2) FIELD(T, lpReserved2) FIELD(T, hStdInput)
  FIELD(T, hStdOutput) FIELD(T, hStdError) END
#undef T
#define T PROCESS_INFORMATION
  STRUCT(PROCESS_INFORMATION)
  FIELD(T, hProcess) FIELD(T, hThread) FIELD(T, dwProcessId) FIELD(T, dwThreadId) END
#undef T
#define T PROCESSENTRY32W
  STRUCT(PROCESSENTRY32W)
  FIELD(T, dwSize) FIELD(T, cntUsage) FIELD(T, th32ProcessID) FIELD(T, th32DefaultHeapID) FIELD(T, th32ModuleID)
  FIELD(T, cntThreads) FIELD(T, th32ParentProcessID) FIELD(T, pcPriClassBase) FIELD(T, dwFlags) FIELD(T, szExeFile)
  END
#undef T
}

static void write_constants(void) {
#include "constants.h"
}

int main(int count, char **arguments) {
  out = count > 1 ? fopen(arguments[1], "w") : stdout;
  if (out == NULL) return 1;
  fprintf(out, "{\n  \"structs\": {");
  write_http_structs();
  write_certificate_structs();
  write_system_structs();
  fprintf(out, "\n  },\n  \"constants\": {");
  entries = 0;
  write_constants();
  fprintf(out, "\n  }\n}\n");
  return fclose(out) == 0 ? 0 : 1;
}
