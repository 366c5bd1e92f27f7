/* Answers to queries, each laid out in the caller's buffer: the struct, and behind it what it points to. */
#include "stand-in.h"
#include <stddef.h>
#include <wchar.h>

#ifdef WITHOUT_UPDATE
#define LAST_KNOWN_ID HttpServiceConfigSslCcsCertInfo
#else
#define LAST_KNOWN_ID HttpServiceConfigSslCcsCertInfoEx
#endif

BOOL is_known(ULONG config_id) { return config_id <= (ULONG)LAST_KNOWN_ID; }

/* A query, whatever its id: exactly this endpoint, or the position in the list. */
typedef struct {
  List list;
  BOOL is_extended;
  BOOL is_exact;
  wchar_t endpoint[LONGEST_ENDPOINT];
  DWORD position;
  DWORD parameter_type;
} Query;

/* A buffer that is filled from its front. Without memory it only measures. */
typedef struct {
  BYTE *memory;
  ULONG used;
} Buffer;

static void *take(Buffer *buffer, const void *content, ULONG length) {
  void *place = buffer->memory == NULL ? NULL : buffer->memory + buffer->used;
  if (place != NULL) memcpy(place, content, length);
  buffer->used += (length + 7) / 8 * 8;
  return place;
}

static PWSTR take_name(Buffer *buffer, const wchar_t *name) {
  return name[0] == 0 ? NULL : take(buffer, name, (ULONG)((wcslen(name) + 1) * sizeof *name));
}

static void take_parameters(Buffer *buffer, const Record *record, HTTP_SERVICE_CONFIG_SSL_PARAM *parameters) {
  parameters->SslHashLength = record->hash_length;
  parameters->pSslHash = record->hash_length == 0 ? NULL : take(buffer, record->hash, record->hash_length);
  parameters->AppId = record->application;
  parameters->pSslCertStoreName = take_name(buffer, record->store);
  parameters->DefaultCertCheckMode = record->check_mode;
  parameters->DefaultRevocationFreshnessTime = record->freshness_time;
  parameters->DefaultRevocationUrlRetrievalTimeout = record->retrieval_timeout;
  parameters->pDefaultSslCtlIdentifier = take_name(buffer, record->ctl_identifier);
  parameters->pDefaultSslCtlStoreName = take_name(buffer, record->ctl_store);
  parameters->DefaultFlags = record->flags;
}

static void take_name_key(Buffer *buffer, const Record *record, HTTP_SERVICE_CONFIG_SSL_SNI_KEY *key) {
  wchar_t host[LONGEST_ENDPOINT] = L"";
  name_of_endpoint(record->endpoint, &key->IpPort, host);
  key->Host = take_name(buffer, host);
}

/* Only the type is real: its numbers are never changed by this program, so nothing looks at them. */
static void fill_extended(DWORD parameter_type, HTTP_SERVICE_CONFIG_SSL_PARAM_EX *parameters) {
  parameters->ParamType = parameter_type;
  parameters->Flags = 1;
}

static void fill(Buffer *buffer, const Query *query, const Record *record) {
  union {
    HTTP_SERVICE_CONFIG_SSL_SET by_address;
    HTTP_SERVICE_CONFIG_SSL_SNI_SET by_name;
    HTTP_SERVICE_CONFIG_SSL_SET_EX by_address_extended;
    HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX by_name_extended;
  } set;
  SOCKADDR_STORAGE address;
  ULONG length = 0;
  memset(&set, 0, sizeof set);
  /* The struct comes first, but is complete only when all that it points to has its place. */
  if (query->list == BY_ADDRESS && !query->is_extended) {
    buffer->used = length = sizeof set.by_address;
    set.by_address.KeyDesc.pIpPort = take(buffer, &address, address_of_endpoint(record->endpoint, &address));
    take_parameters(buffer, record, &set.by_address.ParamDesc);
  } else if (query->list == BY_NAME && !query->is_extended) {
    buffer->used = length = sizeof set.by_name;
    take_name_key(buffer, record, &set.by_name.KeyDesc);
    take_parameters(buffer, record, &set.by_name.ParamDesc);
  } else if (query->list == BY_ADDRESS) {
    buffer->used = length = sizeof set.by_address_extended;
    address_of_endpoint(record->endpoint, &set.by_address_extended.KeyDesc.IpPort);
    fill_extended(query->parameter_type, &set.by_address_extended.ParamDesc);
  } else {
    buffer->used = length = sizeof set.by_name_extended;
    take_name_key(buffer, record, &set.by_name_extended.KeyDesc);
    fill_extended(query->parameter_type, &set.by_name_extended.ParamDesc);
  }
  if (buffer->memory != NULL) memcpy(buffer->memory, &set, length);
}

/* One of the four kinds of query. The two of the central certificate store end before this. */
static ULONG read_query(ULONG config_id, const void *input, ULONG length, Query *query) {
  ULONG type, bad_endpoint = NO_ERROR;
  memset(query, 0, sizeof *query);
  query->list =
      config_id == HttpServiceConfigSSLCertInfo || config_id == HttpServiceConfigSslCertInfoEx ? BY_ADDRESS : BY_NAME;
  query->is_extended = config_id >= (ULONG)HttpServiceConfigSslCertInfoEx;
  if (input == NULL) return ERROR_INVALID_PARAMETER;
#define READ(query_type, read_endpoint)                                                      \
  {                                                                                          \
    const query_type *given = input;                                                         \
    if (length != sizeof *given) return ERROR_INVALID_PARAMETER;                             \
    type = given->QueryDesc;                                                                 \
    query->position = given->dwToken;                                                        \
    if (type == HttpServiceConfigQueryExact) bad_endpoint = read_endpoint;                   \
  }
#define READ_EXTENDED(query_type, read_endpoint)                                             \
  {                                                                                          \
    READ(query_type, read_endpoint)                                                          \
    query->parameter_type = ((const query_type *)input)->ParamType;                          \
  }
  if (config_id == HttpServiceConfigSSLCertInfo)
    READ(HTTP_SERVICE_CONFIG_SSL_QUERY, endpoint_of_address(given->KeyDesc.pIpPort, query->endpoint))
  else if (config_id == HttpServiceConfigSslSniCertInfo)
    READ(HTTP_SERVICE_CONFIG_SSL_SNI_QUERY, endpoint_of_name(&given->KeyDesc, query->endpoint))
  else if (config_id == HttpServiceConfigSslCertInfoEx)
    READ_EXTENDED(HTTP_SERVICE_CONFIG_SSL_QUERY_EX,
                  endpoint_of_address((const SOCKADDR *)&given->KeyDesc.IpPort, query->endpoint))
  else
    READ_EXTENDED(HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX, endpoint_of_name(&given->KeyDesc, query->endpoint))
  if (type >= HttpServiceConfigQueryMax || query->parameter_type >= ExParamTypeMax) return ERROR_INVALID_PARAMETER;
  query->is_exact = type == HttpServiceConfigQueryExact;
  return bad_endpoint;
}

/* Of the extended ids, only the records that have a parameter of the type asked for are counted. */
static ULONG look_up(const Query *query, Record *record) {
  DWORD bit = 1u << query->parameter_type;
  if (query->is_exact) {
    ULONG answer = record_of(query->list, query->endpoint, record);
    return answer == NO_ERROR && query->is_extended && (record->extended & bit) == 0 ? ERROR_FILE_NOT_FOUND : answer;
  }
  if (!query->is_extended) return record_at(query->list, query->position, record);
  for (DWORD position = 0, seen = 0;; position++) {
    ULONG answer = record_at(query->list, position, record);
    if (answer != NO_ERROR) return answer;
    if ((record->extended & bit) != 0 && seen++ == query->position) return NO_ERROR;
  }
}

/* HttpServiceConfigIPListenList: all of them in one answer. */
static ULONG answer_listen_list(void *output, ULONG output_length, ULONG *needed) {
  wchar_t names[4096] = L"";
  DWORD length = sizeof names - 2 * sizeof *names;
  HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY *list = output;
  ULONG count = 0;
  SOCKADDR_STORAGE address;
  wchar_t with_port[LONGEST_ENDPOINT];
  if (RegGetValueW(HKEY_LOCAL_MACHINE, PARAMETERS, L"ListenOnlyList", RRF_RT_REG_MULTI_SZ, NULL, names, &length) !=
      NO_ERROR)
    names[0] = 0;
  for (const wchar_t *name = names; name[0] != 0; name += wcslen(name) + 1) count++;
  *needed = offsetof(HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY, AddrList) + count * sizeof list->AddrList[0];
  if (output_length < *needed) return ERROR_INSUFFICIENT_BUFFER;
  list->AddrCount = count;
  count = 0;
  for (const wchar_t *name = names; name[0] != 0; name += wcslen(name) + 1) {
    swprintf(with_port, ARRAYSIZE(with_port), wcschr(name, L':') == NULL ? L"%ls:1" : L"[%ls]:1", name);
    address_of_endpoint(with_port, &address);
    ((SOCKADDR_IN *)&address)->sin_port = 0;
    list->AddrList[count++] = address;
  }
  return NO_ERROR;
}

/* The central certificate store is never in use here. */
static ULONG answer_without_any(const void *input, ULONG length, ULONG wanted_length) {
  if (input == NULL || length != wanted_length) return ERROR_INVALID_PARAMETER;
  HTTP_SERVICE_CONFIG_QUERY_TYPE type = *(const HTTP_SERVICE_CONFIG_QUERY_TYPE *)input;
  if (type >= HttpServiceConfigQueryMax) return ERROR_INVALID_PARAMETER;
  return type == HttpServiceConfigQueryExact ? ERROR_FILE_NOT_FOUND : ERROR_NO_MORE_ITEMS;
}

static BOOL is_of_records(ULONG config_id) {
  return config_id == HttpServiceConfigSSLCertInfo || config_id == HttpServiceConfigSslSniCertInfo ||
         config_id == HttpServiceConfigSslCertInfoEx || config_id == HttpServiceConfigSslSniCertInfoEx;
}

ULONG answer_query(ULONG config_id, const void *input, ULONG input_length, void *output, ULONG output_length,
                   ULONG *needed) {
  Query query;
  Record record;
  if (!is_known(config_id)) return ERROR_INVALID_PARAMETER;
  if (config_id == HttpServiceConfigIPListenList) return answer_listen_list(output, output_length, needed);
  if (config_id == HttpServiceConfigSslCcsCertInfo)
    return answer_without_any(input, input_length, sizeof(HTTP_SERVICE_CONFIG_SSL_CCS_QUERY));
  if (config_id == HttpServiceConfigSslCcsCertInfoEx)
    return answer_without_any(input, input_length, sizeof(HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX));
  if (!is_of_records(config_id)) return ERROR_CALL_NOT_IMPLEMENTED;
  ULONG answer = read_query(config_id, input, input_length, &query);
  if (answer == NO_ERROR) answer = look_up(&query, &record);
  if (answer != NO_ERROR) return answer;
  Buffer measure = {NULL, 0};
  fill(&measure, &query, &record);
  *needed = measure.used;
  if (output_length < measure.used) return ERROR_INSUFFICIENT_BUFFER;
  memset(output, 0, measure.used);
  Buffer buffer = {output, 0};
  fill(&buffer, &query, &record);
  return NO_ERROR;
}

void endpoint_of_query(ULONG config_id, const void *input, ULONG input_length, wchar_t *endpoint) {
  Query query;
  Record record;
  endpoint[0] = 0;
  if (!is_known(config_id) || !is_of_records(config_id)) return;
  if (read_query(config_id, input, input_length, &query) != NO_ERROR) return;
  if (query.is_exact) wcscpy(endpoint, query.endpoint);
  else if (look_up(&query, &record) == NO_ERROR) wcscpy(endpoint, record.endpoint);
}
