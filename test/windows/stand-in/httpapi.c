/* A stand-in of httpapi.dll: http.sys's configuration store, kept in the registry where Windows keeps it.

   What it answers: the codes that Microsoft documents (87, 2, 183, 122, 259, 1312, 6). Not documented for these calls,
   and so not to be leaned on: ERROR_DLL_INIT_FAILED without HttpInitialize (documented for HttpCreateHttpHandle),
   ERROR_REVISION_MISMATCH, and that 183 and 2 come before 1312. ERROR_CALL_NOT_IMPLEMENTED never comes from Windows:
   it says that the stand-in does not do this.

   WITHOUT_UPDATE builds an older Windows (Server 2016 and before): no HttpUpdateServiceConfiguration, and the ids of
   extended parameters are unknown.

   Faults that tests order, and the count of calls: README.md. */
#include "stand-in.h"
#include <wchar.h>

static LONG initialized = 0;

/* One at a time, over all processes: http.sys is one driver. */
static HANDLE enter(void) {
  HANDLE turn = CreateMutexW(NULL, FALSE, L"CU Rescue Test http.sys");
  WaitForSingleObject(turn, INFINITE);
  return turn;
}

static ULONG leave(HANDLE turn, ULONG answer) {
  ReleaseMutex(turn);
  CloseHandle(turn);
  return answer;
}

static Fault begin(const char *function, const wchar_t *of, ULONG config_id, const wchar_t *endpoint) {
  HANDLE turn = enter();
  count_call(function);
  Fault fault = fault_for(of, config_id, endpoint);
  leave(turn, NO_ERROR);
  if (fault.behaviour == NEVER_ANSWERS) Sleep(INFINITE);
  if (fault.behaviour == ANSWERS_WHEN_RELEASED) {
    while (!is_released(of)) Sleep(20);
    fault.behaviour = GOES_THROUGH;
  }
  return fault;
}

ULONG WINAPI HttpInitialize(HTTPAPI_VERSION Version, ULONG Flags, PVOID pReserved) {
  Fault fault = begin("HttpInitialize", L"Initialize", 0, L"");
  if (fault.behaviour == REFUSES) return fault.code;
  if (pReserved != NULL || Flags == 0 || (Flags & ~(HTTP_INITIALIZE_CONFIG | HTTP_INITIALIZE_SERVER)) != 0)
    return ERROR_INVALID_PARAMETER;
  if (Version.HttpApiMajorVersion < 1 || Version.HttpApiMajorVersion > 2 || Version.HttpApiMinorVersion != 0)
    return ERROR_REVISION_MISMATCH;
  if ((Flags & HTTP_INITIALIZE_CONFIG) != 0) InterlockedIncrement(&initialized);
  return NO_ERROR;
}

ULONG WINAPI HttpTerminate(ULONG Flags, PVOID pReserved) {
  begin("HttpTerminate", L"Terminate", 0, L"");
  if (pReserved != NULL || Flags == 0 || (Flags & ~(HTTP_INITIALIZE_CONFIG | HTTP_INITIALIZE_SERVER)) != 0)
    return ERROR_INVALID_PARAMETER;
  if ((Flags & HTTP_INITIALIZE_CONFIG) == 0) return NO_ERROR;
  if (InterlockedDecrement(&initialized) >= 0) return NO_ERROR;
  InterlockedIncrement(&initialized);
  return ERROR_DLL_INIT_FAILED;
}

static BOOL copy_name(wchar_t *to, const wchar_t *from) {
  if (from == NULL) from = L"";
  if (wcslen(from) >= LONGEST_NAME) return FALSE;
  wcscpy(to, from);
  return TRUE;
}

static ULONG read_parameters(const HTTP_SERVICE_CONFIG_SSL_PARAM *given, Record *record) {
  if (given->SslHashLength == 0 || given->SslHashLength > LONGEST_HASH || given->pSslHash == NULL)
    return ERROR_INVALID_PARAMETER;
  record->hash_length = given->SslHashLength;
  memcpy(record->hash, given->pSslHash, given->SslHashLength);
  record->application = given->AppId;
  record->check_mode = given->DefaultCertCheckMode;
  record->freshness_time = given->DefaultRevocationFreshnessTime;
  record->retrieval_timeout = given->DefaultRevocationUrlRetrievalTimeout;
  record->flags = given->DefaultFlags;
  if (!copy_name(record->store, given->pSslCertStoreName) ||
      !copy_name(record->ctl_identifier, given->pDefaultSslCtlIdentifier) ||
      !copy_name(record->ctl_store, given->pDefaultSslCtlStoreName))
    return ERROR_INVALID_PARAMETER;
  return NO_ERROR;
}

/* A change as it was asked for. The parameters are a pointer into the caller's memory: deleting does not read them. */
typedef struct {
  List list;
  Record record;
  const HTTP_SERVICE_CONFIG_SSL_PARAM *parameters;
} Request;

static ULONG read_request(ULONG config_id, const void *information, ULONG length, Request *request) {
  memset(request, 0, sizeof *request);
  if (!is_known(config_id) || information == NULL) return ERROR_INVALID_PARAMETER;
  if (config_id == HttpServiceConfigSSLCertInfo) {
    const HTTP_SERVICE_CONFIG_SSL_SET *set = information;
    if (length != sizeof *set) return ERROR_INVALID_PARAMETER;
    request->list = BY_ADDRESS;
    request->parameters = &set->ParamDesc;
    return endpoint_of_address(set->KeyDesc.pIpPort, request->record.endpoint);
  }
  if (config_id == HttpServiceConfigSslSniCertInfo) {
    const HTTP_SERVICE_CONFIG_SSL_SNI_SET *set = information;
    if (length != sizeof *set) return ERROR_INVALID_PARAMETER;
    request->list = BY_NAME;
    request->parameters = &set->ParamDesc;
    return endpoint_of_name(&set->KeyDesc, request->record.endpoint);
  }
  return ERROR_CALL_NOT_IMPLEMENTED;
}

static ULONG set(Request *request) {
  Record existing;
  ULONG answer = read_parameters(request->parameters, &request->record);
  if (answer != NO_ERROR) return answer;
  if (record_of(request->list, request->record.endpoint, &existing) == NO_ERROR) return ERROR_ALREADY_EXISTS;
  answer = look_at_certificate(&request->record);
  return answer == NO_ERROR ? write_record(request->list, &request->record) : answer;
}

static ULONG delete(Request *request) {
  Record existing;
  ULONG answer = record_of(request->list, request->record.endpoint, &existing);
  return answer == NO_ERROR ? remove_record(request->list, request->record.endpoint) : answer;
}

static ULONG change(const char *function, const wchar_t *of, ULONG (*deed)(Request *), HANDLE handle,
                    ULONG config_id, const void *information, ULONG length, const OVERLAPPED *overlapped) {
  Request request;
  ULONG answer = read_request(config_id, information, length, &request);
  Fault fault = begin(function, of, config_id, request.record.endpoint);
  if (initialized == 0) return ERROR_DLL_INIT_FAILED;
  if (handle != NULL) return ERROR_INVALID_HANDLE;
  if (overlapped != NULL) return ERROR_INVALID_PARAMETER;
  if (answer != NO_ERROR) return answer;
  if (fault.behaviour == REFUSES) return fault.code;
  if (fault.behaviour == SAYS_DONE_DOES_NOTHING) return NO_ERROR;
  HANDLE turn = enter();
  answer = leave(turn, deed(&request));
  return fault.behaviour == DOES_IT_SAYS_FAILED ? fault.code : answer;
}

ULONG WINAPI HttpSetServiceConfiguration(HANDLE ServiceHandle, HTTP_SERVICE_CONFIG_ID ConfigId,
                                         PVOID pConfigInformation, ULONG ConfigInformationLength,
                                         LPOVERLAPPED pOverlapped) {
  return change("HttpSetServiceConfiguration", L"Set", set, ServiceHandle, ConfigId, pConfigInformation,
                ConfigInformationLength, pOverlapped);
}

ULONG WINAPI HttpDeleteServiceConfiguration(HANDLE ServiceHandle, HTTP_SERVICE_CONFIG_ID ConfigId,
                                            PVOID pConfigInformation, ULONG ConfigInformationLength,
                                            LPOVERLAPPED pOverlapped) {
  return change("HttpDeleteServiceConfiguration", L"Delete", delete, ServiceHandle, ConfigId, pConfigInformation,
                ConfigInformationLength, pOverlapped);
}

#ifndef WITHOUT_UPDATE
static ULONG update(Request *request) {
  Record existing;
  ULONG answer = read_parameters(request->parameters, &request->record);
  if (answer != NO_ERROR) return answer;
  answer = record_of(request->list, request->record.endpoint, &existing);
  if (answer == NO_ERROR) answer = look_at_certificate(&request->record);
  return answer == NO_ERROR ? write_record(request->list, &request->record) : answer;
}

ULONG WINAPI HttpUpdateServiceConfiguration(HANDLE Handle, HTTP_SERVICE_CONFIG_ID ConfigId, PVOID ConfigInfo,
                                            ULONG ConfigInfoLength, LPOVERLAPPED Overlapped) {
  return change("HttpUpdateServiceConfiguration", L"Update", update, Handle, ConfigId, ConfigInfo, ConfigInfoLength,
                Overlapped);
}
#endif

ULONG WINAPI HttpQueryServiceConfiguration(HANDLE ServiceHandle, HTTP_SERVICE_CONFIG_ID ConfigId,
                                           PVOID pInputConfigInformation, ULONG InputConfigInformationLength,
                                           PVOID pOutputConfigInformation, ULONG OutputConfigInformationLength,
                                           PULONG pReturnLength, LPOVERLAPPED pOverlapped) {
  wchar_t endpoint[LONGEST_ENDPOINT];
  ULONG needed = 0;
  endpoint_of_query(ConfigId, pInputConfigInformation, InputConfigInformationLength, endpoint);
  Fault fault = begin("HttpQueryServiceConfiguration", L"Query", ConfigId, endpoint);
  if (initialized == 0) return ERROR_DLL_INIT_FAILED;
  if (ServiceHandle != NULL) return ERROR_INVALID_HANDLE;
  if (pOverlapped != NULL || (pOutputConfigInformation == NULL && OutputConfigInformationLength != 0))
    return ERROR_INVALID_PARAMETER;
  if (fault.behaviour != GOES_THROUGH) return fault.code;
  HANDLE turn = enter();
  ULONG answer = leave(turn, answer_query(ConfigId, pInputConfigInformation, InputConfigInformationLength,
                                          pOutputConfigInformation, OutputConfigInformationLength, &needed));
  if (pReturnLength != NULL) *pReturnLength = needed;
  return answer;
}
