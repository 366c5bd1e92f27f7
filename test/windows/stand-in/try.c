/* Tries the stand-in: try.exe <httpapi.dll> <results.txt>, under Wine, in a prefix of its own (it empties the lists of
   records). One line per check, "ok" or "NOT OK"; the exit status is the number of those that failed. */
#include "try.h"

Initialize initialize;
Terminate terminate;
Change set, delete, update;
Query query;
SOCKADDR_IN v4 = {.sin_family = AF_INET};
SOCKADDR_IN6 v6 = {.sin6_family = AF_INET6};
BYTE good[20], unknown[20] = {1, 2, 3};
ULONGLONG space[512];

static FILE *results;
static int failures = 0;

void check(const char *what, ULONG got, ULONG wanted) {
  if (got != wanted) failures++;
  fprintf(results, got == wanted ? "ok %s\n" : "NOT OK %s: %lu, not %lu\n", what, got, wanted);
}

static void try_without_initializing(void) {
  HTTP_SERVICE_CONFIG_SSL_SET record = record_for(&v4, good);
  check("a call before HttpInitialize", set(NULL, 1, &record, sizeof record, NULL), ERROR_DLL_INIT_FAILED);
  check("HttpTerminate before HttpInitialize", terminate(2, NULL), ERROR_DLL_INIT_FAILED);
  check("HttpInitialize without flags", initialize((HTTPAPI_VERSION)HTTPAPI_VERSION_1, 0, NULL), 87);
  check("HttpInitialize", initialize((HTTPAPI_VERSION)HTTPAPI_VERSION_1, 2, NULL), 0);
  check("HttpInitialize again", initialize((HTTPAPI_VERSION)HTTPAPI_VERSION_1, 2, NULL), 0);
  check("HttpTerminate once", terminate(2, NULL), 0);
}

static void try_set(void) {
  HTTP_SERVICE_CONFIG_SSL_SET record = record_for(&v4, good), bad = record;
  HTTP_SERVICE_CONFIG_SSL_SET other = record_for(&v6, unknown);
  check("set of a wrong length", set(NULL, 1, &record, sizeof record - 1, NULL), 87);
  check("set of nothing", set(NULL, 1, NULL, sizeof record, NULL), 87);
  check("set of an unknown id", set(NULL, 13, &record, sizeof record, NULL), 87);
  check("set with a handle", set((HANDLE)1, 1, &record, sizeof record, NULL), ERROR_INVALID_HANDLE);
  bad.KeyDesc.pIpPort = NULL;
  check("set without an address", set(NULL, 1, &bad, sizeof bad, NULL), 87);
  bad = record, bad.ParamDesc.SslHashLength = 0;
  check("set without a hash", set(NULL, 1, &bad, sizeof bad, NULL), 87);
  bad.ParamDesc.SslHashLength = 65;
  check("set with too long a hash", set(NULL, 1, &bad, sizeof bad, NULL), 87);
  bad = record, bad.ParamDesc.pSslHash = NULL;
  check("set with a null hash", set(NULL, 1, &bad, sizeof bad, NULL), 87);
  bad = record, bad.ParamDesc.pSslCertStoreName = (PWSTR)L"WebHosting";
  check("set with another store than the certificate's", set(NULL, 1, &bad, sizeof bad, NULL), 1312);
  check("set of a certificate that is not there", set(NULL, 1, &other, sizeof other, NULL), 1312);
  check("set", set(NULL, 1, &record, sizeof record, NULL), 0);
  check("set again", set(NULL, 1, &record, sizeof record, NULL), 183);
  other.ParamDesc.pSslHash = good, other.ParamDesc.pSslCertStoreName = NULL;
  check("set of an IPv6 address, null store", set(NULL, 1, &other, sizeof other, NULL), 0);
}

static void try_keys(void) {
  SOCKADDR_IN elsewhere = v4;
  elsewhere.sin_port = htons(9443);
  HTTP_SERVICE_CONFIG_SSL_SET record = record_for(&elsewhere, good);
  CRYPT_KEY_PROV_INFO named = {(LPWSTR)L"no such container", (LPWSTR)MS_ENHANCED_PROV_W, PROV_RSA_FULL,
                               CRYPT_MACHINE_KEYSET, 0, NULL, AT_KEYEXCHANGE};
  rename_key(good, NULL);
  check("set of a certificate that names no key", set(NULL, 1, &record, sizeof record, NULL), 1312);
  rename_key(good, &named);
  check("set of a certificate whose container is lost", set(NULL, 1, &record, sizeof record, NULL), 1312);
  named.pwszContainerName = (LPWSTR)CONTAINER, named.dwFlags = 0;
  rename_key(good, &named);
  check("set of a key in a profile", set(NULL, 1, &record, sizeof record, NULL), 1312);
  named.dwFlags = CRYPT_MACHINE_KEYSET, named.dwKeySpec = AT_SIGNATURE;
  rename_key(good, &named);
  check("set of a key the container lacks", set(NULL, 1, &record, sizeof record, NULL), 1312);
  named.dwKeySpec = AT_KEYEXCHANGE;
  rename_key(good, &named);
  check("set with the key as before", set(NULL, 1, &record, sizeof record, NULL), 0);
  check("delete", delete (NULL, 1, &record, sizeof record, NULL), 0);
  check("delete again", delete (NULL, 1, &record, sizeof record, NULL), 2);
}

static void try_query(void) {
  HTTP_SERVICE_CONFIG_SSL_QUERY next = {HttpServiceConfigQueryNext, {NULL}, 0}, exact = {0};
  HTTP_SERVICE_CONFIG_SSL_SET *found = (void *)space;
  SOCKADDR_IN elsewhere = v4;
  check("query of the first", ask(1, &next, sizeof next), 0);
  check("its port", ((SOCKADDR_IN *)found->KeyDesc.pIpPort)->sin_port, v4.sin_port);
  check("its hash", (ULONG)memcmp(found->ParamDesc.pSslHash, good, 20), 0);
  check("its store", (ULONG)wcscmp(found->ParamDesc.pSslCertStoreName, L"MY"), 0);
  check("its application", found->ParamDesc.AppId.Data1, 0x4dc3e181);
  check("its freshness time", found->ParamDesc.DefaultRevocationFreshnessTime, 60);
  check("its list of issuers", (ULONG)wcscmp(found->ParamDesc.pDefaultSslCtlIdentifier, L"list"), 0);
  check("its list's store", found->ParamDesc.pDefaultSslCtlStoreName == NULL, TRUE);
  check("its flags", found->ParamDesc.DefaultFlags, 2);
  next.dwToken = 1;
  check("query of the second", ask(1, &next, sizeof next), 0);
  check("its family", found->KeyDesc.pIpPort->sa_family, AF_INET6);
  check("its null store", found->ParamDesc.pSslCertStoreName == NULL, TRUE);
  next.dwToken = 2;
  check("query beyond the last", ask(1, &next, sizeof next), 259);
  exact.KeyDesc.pIpPort = (PSOCKADDR)&v6;
  check("exact query", ask(1, &exact, sizeof exact), 0);
  check("its family", found->KeyDesc.pIpPort->sa_family, AF_INET6);
  elsewhere.sin_port = htons(1);
  exact.KeyDesc.pIpPort = (PSOCKADDR)&elsewhere;
  check("exact query without a record", ask(1, &exact, sizeof exact), 2);
  exact.KeyDesc.pIpPort = NULL;
  check("exact query without an address", ask(1, &exact, sizeof exact), 87);
  check("query of a wrong length", ask(1, &next, sizeof next - 1), 87);
  check("query without input", ask(1, NULL, 0), 87);
  check("query of an unknown id", ask(13, &next, sizeof next), 87);
  check("query into nothing", query(NULL, 1, &exact, sizeof exact, NULL, 8, NULL, NULL), 87);
}

static void try_names(void) {
  HTTP_SERVICE_CONFIG_SSL_SNI_SET record = {.KeyDesc = {.Host = (PWSTR)L"mail.example.com"}}, *found = (void *)space;
  HTTP_SERVICE_CONFIG_SSL_SNI_QUERY exact = {.KeyDesc = {.Host = (PWSTR)L"MAIL.example.com"}};
  HTTP_SERVICE_CONFIG_SSL_SNI_QUERY next = {.QueryDesc = HttpServiceConfigQueryNext};
  memcpy(&record.KeyDesc.IpPort, &v4, sizeof v4);
  memcpy(&exact.KeyDesc.IpPort, &v4, sizeof v4);
  record.ParamDesc = record_for(NULL, good).ParamDesc;
  check("no name yet", ask(5, &next, sizeof next), 259);
  check("set of a name", set(NULL, 5, &record, sizeof record, NULL), 0);
  check("set of a name again", set(NULL, 5, &record, sizeof record, NULL), 183);
  check("exact query of a name, in other letters", ask(5, &exact, sizeof exact), 0);
  check("its host", (ULONG)wcscmp(found->KeyDesc.Host, L"mail.example.com"), 0);
  check("its port", ((SOCKADDR_IN *)&found->KeyDesc.IpPort)->sin_port, v4.sin_port);
  check("its hash", (ULONG)memcmp(found->ParamDesc.pSslHash, good, 20), 0);
  check("delete of a name", delete (NULL, 5, &record, sizeof record, NULL), 0);
  check("delete of a name again", delete (NULL, 5, &record, sizeof record, NULL), 2);
  /* As Windows keeps it: a GUID, and the name in a value. */
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, PARAMETERS L"\\SslSniBindingInfo\\{00000000-0000-0000-0000-000000000001}",
                  L"HostnamePort", REG_SZ, L"mail.example.com:443", 42);
  check("query of a name kept under a GUID", ask(5, &exact, sizeof exact), 0);
  check("delete of it", delete (NULL, 5, &record, sizeof record, NULL), 0);
  record.KeyDesc.Host = NULL;
  check("set without a name", set(NULL, 5, &record, sizeof record, NULL), 87);
}

static void try_hand_made_record(void) {
  HTTP_SERVICE_CONFIG_SSL_QUERY exact = {0};
  HTTP_SERVICE_CONFIG_SSL_SET *found = (void *)space;
  SOCKADDR_IN elsewhere = v4;
  const wchar_t *path = PARAMETERS L"\\SslBindingInfo\\0.0.0.0:444";
  elsewhere.sin_port = htons(444), elsewhere.sin_addr.s_addr = 0;
  exact.KeyDesc.pIpPort = (PSOCKADDR)&elsewhere;
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, path, L"SslCertHash", REG_BINARY, unknown, 20);
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, path, L"AppId", REG_BINARY, unknown, 16);
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, PARAMETERS L"\\SslBindingInfo\\no endpoint", L"AppId", REG_BINARY, unknown, 16);
  check("query of a hand-made record", ask(1, &exact, sizeof exact), 0);
  check("its hash length", found->ParamDesc.SslHashLength, 20);
  check("its null store", found->ParamDesc.pSslCertStoreName == NULL, TRUE);
  HTTP_SERVICE_CONFIG_SSL_QUERY next = {HttpServiceConfigQueryNext, {NULL}, 3};
  check("a key that is no endpoint is no record", ask(1, &next, sizeof next), 259);
}

static void try_update(void) {
  HTTP_SERVICE_CONFIG_SSL_SET record = record_for(&v4, unknown);
  SOCKADDR_IN elsewhere = v4;
  if (update == NULL) return;
  check("update to a certificate that is not there", update(NULL, 1, &record, sizeof record, NULL), 1312);
  record = record_for(&v4, good), record.ParamDesc.DefaultFlags = 1;
  check("update", update(NULL, 1, &record, sizeof record, NULL), 0);
  check("its flags", number_in(PARAMETERS L"\\SslBindingInfo\\127.0.0.1:443", L"DefaultFlags"), 1);
  elsewhere.sin_port = htons(444), elsewhere.sin_addr.s_addr = 0, record.KeyDesc.pIpPort = (PSOCKADDR)&elsewhere;
  check("update of a record with extended parameters", update(NULL, 1, &record, sizeof record, NULL), 0);
  check("which stay", number_in(PARAMETERS L"\\SslBindingInfo\\0.0.0.0:444", L"ExtendedParameters"), 8);
  elsewhere.sin_port = htons(1);
  check("update without a record", update(NULL, 1, &record, sizeof record, NULL), 2);
  check("update of a wrong length", update(NULL, 1, &record, 8, NULL), 87);
}

static void try_listen_list(void) {
  HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY *found = (void *)space;
  const wchar_t names[] = L"127.0.0.1\0::1\0";
  check("an empty listen list", ask(0, NULL, 0), 0);
  check("its count", found->AddrCount, 0);
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, PARAMETERS, L"ListenOnlyList", REG_MULTI_SZ, names, sizeof names);
  check("a listen list", ask(0, NULL, 0), 0);
  check("its count", found->AddrCount, 2);
  check("its first address", ((SOCKADDR_IN *)&found->AddrList[0])->sin_addr.s_addr, htonl(INADDR_LOOPBACK));
  check("its second family", found->AddrList[1].ss_family, AF_INET6);
}

int main(int count, char **arguments) {
  HMODULE library = count == 3 ? LoadLibraryA(arguments[1]) : NULL;
  results = count == 3 ? fopen(arguments[2], "w") : NULL;
  if (library == NULL || results == NULL) return 255;
  /* What was tried before a crash is worth reading. */
  setvbuf(results, NULL, _IONBF, 0);
#define LOAD(name) (void *)GetProcAddress(library, name)
  initialize = LOAD("HttpInitialize"), terminate = LOAD("HttpTerminate");
  set = LOAD("HttpSetServiceConfiguration"), delete = LOAD("HttpDeleteServiceConfiguration");
  update = LOAD("HttpUpdateServiceConfiguration"), query = LOAD("HttpQueryServiceConfiguration");
  RegDeleteTreeW(HKEY_LOCAL_MACHINE, PARAMETERS);
  forget_orders();
  v4.sin_port = v6.sin6_port = htons(443);
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK), v6.sin6_addr.s6_addr[15] = 1;
  make_certificate(good);
  fprintf(results, "%s HttpUpdateServiceConfiguration\n", update == NULL ? "without" : "with");
  try_without_initializing();
  try_set();
  try_keys();
  try_query();
  try_names();
  try_hand_made_record();
  try_extended();
  try_update();
  try_listen_list();
  try_faults();
  try_hanging();
  check("HttpTerminate at last", terminate(2, NULL), 0);
  fclose(results);
  return failures;
}
