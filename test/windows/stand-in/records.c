/* The records, in the registry: one key each, its values under the names that Windows gives them. */
#include "stand-in.h"
#include <wchar.h>

static const wchar_t *folder_of(List list) {
  return list == BY_ADDRESS ? PARAMETERS L"\\SslBindingInfo" : PARAMETERS L"\\SslSniBindingInfo";
}

static void read_name(HKEY key, const wchar_t *value, wchar_t *name) {
  DWORD length = LONGEST_NAME * sizeof *name;
  if (RegGetValueW(key, NULL, value, RRF_RT_REG_SZ, NULL, name, &length) != NO_ERROR) name[0] = 0;
}

static DWORD read_number(HKEY key, const wchar_t *value) {
  DWORD number = 0, length = sizeof number;
  if (RegGetValueW(key, NULL, value, RRF_RT_REG_DWORD, NULL, &number, &length) != NO_ERROR) return 0;
  return number;
}

/* Returns the length read, 0 when there is no such value or it does not fit. */
static ULONG read_bytes(HKEY key, const wchar_t *value, void *bytes, DWORD length) {
  if (RegGetValueW(key, NULL, value, RRF_RT_REG_BINARY, NULL, bytes, &length) != NO_ERROR) return 0;
  return length;
}

/* The endpoint that a key of the list stands for. A server name's key may have any name (Windows takes a GUID): the
   value HostnamePort then says it. Returns FALSE for a key that is no record. */
static BOOL endpoint_of_key(List list, HKEY key, const wchar_t *key_name, wchar_t *endpoint) {
  SOCKADDR_STORAGE address;
  wchar_t host[LONGEST_ENDPOINT];
  if (list == BY_ADDRESS) {
    if (address_of_endpoint(key_name, &address) == 0) return FALSE;
    return endpoint_of_address((SOCKADDR *)&address, endpoint) == NO_ERROR;
  }
  read_name(key, L"HostnamePort", endpoint);
  if (endpoint[0] == 0) wcscpy(endpoint, key_name);
  return name_of_endpoint(endpoint, &address, host);
}

static void read_record(HKEY key, Record *record) {
  record->hash_length = read_bytes(key, L"SslCertHash", record->hash, sizeof record->hash);
  if (read_bytes(key, L"AppId", &record->application, sizeof record->application) != sizeof record->application)
    memset(&record->application, 0, sizeof record->application);
  read_name(key, L"SslCertStoreName", record->store);
  record->check_mode = read_number(key, L"DefaultSslCertCheckMode");
  record->freshness_time = read_number(key, L"DefaultSslRevocationFreshnessTime");
  record->retrieval_timeout = read_number(key, L"DefaultSslRevocationUrlRetrievalTimeout");
  read_name(key, L"DefaultSslCtlIdentifier", record->ctl_identifier);
  read_name(key, L"DefaultSslCtlStoreName", record->ctl_store);
  record->flags = read_number(key, L"DefaultFlags");
  record->extended = read_number(key, L"ExtendedParameters");
}

/* The n-th record of the list, or with an endpoint that endpoint's one. The name of its key goes to key_name. */
static ULONG find(List list, DWORD position, const wchar_t *endpoint, Record *record, wchar_t *key_name) {
  ULONG answer = endpoint == NULL ? ERROR_NO_MORE_ITEMS : ERROR_FILE_NOT_FOUND;
  HKEY folder, key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, folder_of(list), 0, KEY_READ, &folder) != NO_ERROR) return answer;
  DWORD seen = 0, length = LONGEST_ENDPOINT;
  for (DWORD index = 0; RegEnumKeyExW(folder, index, key_name, &length, 0, 0, 0, 0) == NO_ERROR; index++) {
    length = LONGEST_ENDPOINT;
    if (RegOpenKeyExW(folder, key_name, 0, KEY_READ, &key) != NO_ERROR) continue;
    BOOL is_record = endpoint_of_key(list, key, key_name, record->endpoint);
    BOOL wanted = is_record && (endpoint == NULL ? seen == position : _wcsicmp(record->endpoint, endpoint) == 0);
    if (is_record) seen++;
    if (wanted) read_record(key, record);
    RegCloseKey(key);
    if (!wanted) continue;
    answer = NO_ERROR;
    break;
  }
  RegCloseKey(folder);
  return answer;
}

ULONG record_at(List list, DWORD position, Record *record) {
  wchar_t key_name[LONGEST_ENDPOINT];
  return find(list, position, NULL, record, key_name);
}

ULONG record_of(List list, const wchar_t *endpoint, Record *record) {
  wchar_t key_name[LONGEST_ENDPOINT];
  return find(list, 0, endpoint, record, key_name);
}

static ULONG write_name(HKEY key, const wchar_t *value, const wchar_t *name) {
  if (name[0] != 0)
    return RegSetValueExW(key, value, 0, REG_SZ, (const BYTE *)name, (DWORD)((wcslen(name) + 1) * sizeof *name));
  ULONG answer = RegDeleteValueW(key, value);
  return answer == ERROR_FILE_NOT_FOUND ? NO_ERROR : answer;
}

static ULONG write_number(HKEY key, const wchar_t *value, DWORD number) {
  return RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

/* Extended parameters are not written: those of the record that is replaced stay. */
static ULONG write_values(HKEY key, List list, const Record *record) {
  ULONG first_failure = NO_ERROR;
  const ULONG answers[] = {
      RegSetValueExW(key, L"SslCertHash", 0, REG_BINARY, record->hash, record->hash_length),
      RegSetValueExW(key, L"AppId", 0, REG_BINARY, (const BYTE *)&record->application, sizeof record->application),
      write_name(key, L"SslCertStoreName", record->store),
      write_number(key, L"DefaultSslCertCheckMode", record->check_mode),
      write_number(key, L"DefaultSslRevocationFreshnessTime", record->freshness_time),
      write_number(key, L"DefaultSslRevocationUrlRetrievalTimeout", record->retrieval_timeout),
      write_name(key, L"DefaultSslCtlIdentifier", record->ctl_identifier),
      write_name(key, L"DefaultSslCtlStoreName", record->ctl_store),
      write_number(key, L"DefaultFlags", record->flags),
      list == BY_NAME ? write_name(key, L"HostnamePort", record->endpoint) : NO_ERROR,
  };
  for (size_t index = 0; index < ARRAYSIZE(answers) && first_failure == NO_ERROR; index++)
    first_failure = answers[index];
  return first_failure;
}

/* Where the record is kept, or would be. */
static void path_of(List list, const wchar_t *endpoint, wchar_t *path) {
  wchar_t key_name[LONGEST_ENDPOINT];
  Record found;
  BOOL exists = find(list, 0, endpoint, &found, key_name) == NO_ERROR;
  swprintf(path, MAX_PATH + LONGEST_ENDPOINT, L"%ls\\%ls", folder_of(list), exists ? key_name : endpoint);
}

ULONG write_record(List list, const Record *record) {
  wchar_t path[MAX_PATH + LONGEST_ENDPOINT];
  HKEY key;
  path_of(list, record->endpoint, path);
  ULONG answer = RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_READ | KEY_WRITE, NULL, &key, NULL);
  if (answer != NO_ERROR) return answer;
  answer = write_values(key, list, record);
  RegCloseKey(key);
  return answer;
}

ULONG remove_record(List list, const wchar_t *endpoint) {
  wchar_t path[MAX_PATH + LONGEST_ENDPOINT];
  path_of(list, endpoint, path);
  return RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
}
