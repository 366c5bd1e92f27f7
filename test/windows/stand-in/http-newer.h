/* What Microsoft's http.h declares and mingw-w64's (10.0) does not yet: server name records, the central certificate
   store, extended parameters, the one-step update. Names, order and types are those of the Windows SDK. */
#ifndef HTTP_NEWER_H
#define HTTP_NEWER_H

#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <http.h>

enum {
  HttpServiceConfigSslSniCertInfo = 5,
  HttpServiceConfigSslCcsCertInfo = 6,
  HttpServiceConfigSslCertInfoEx = 8,
  HttpServiceConfigSslSniCertInfoEx = 9,
  HttpServiceConfigSslCcsCertInfoEx = 10,
};

#define HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT 0x00000008
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2 0x00000010
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_QUIC 0x00000020
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13 0x00000040
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_OCSP_STAPLING 0x00000080
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_LEGACY_TLS 0x00000400
#define HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_SESSION_TICKET 0x00000800
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS12 0x00001000
#define HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_SESSION_ID 0x00004000

typedef struct _HTTP_SERVICE_CONFIG_SSL_SNI_KEY {
  SOCKADDR_STORAGE IpPort;
  PWSTR Host;
} HTTP_SERVICE_CONFIG_SSL_SNI_KEY;

typedef struct _HTTP_SERVICE_CONFIG_SSL_SNI_SET {
  HTTP_SERVICE_CONFIG_SSL_SNI_KEY KeyDesc;
  HTTP_SERVICE_CONFIG_SSL_PARAM ParamDesc;
} HTTP_SERVICE_CONFIG_SSL_SNI_SET;

typedef struct _HTTP_SERVICE_CONFIG_SSL_SNI_QUERY {
  HTTP_SERVICE_CONFIG_QUERY_TYPE QueryDesc;
  HTTP_SERVICE_CONFIG_SSL_SNI_KEY KeyDesc;
  DWORD dwToken;
} HTTP_SERVICE_CONFIG_SSL_SNI_QUERY;

typedef struct _HTTP_SERVICE_CONFIG_SSL_CCS_KEY {
  SOCKADDR_STORAGE LocalAddress;
} HTTP_SERVICE_CONFIG_SSL_CCS_KEY;

typedef struct _HTTP_SERVICE_CONFIG_SSL_CCS_QUERY {
  HTTP_SERVICE_CONFIG_QUERY_TYPE QueryDesc;
  HTTP_SERVICE_CONFIG_SSL_CCS_KEY KeyDesc;
  DWORD dwToken;
} HTTP_SERVICE_CONFIG_SSL_CCS_QUERY;

typedef enum _HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE {
  ExParamTypeHttp2Window,
  ExParamTypeHttp2SettingsLimits,
  ExParamTypeHttpPerformance,
  ExParamTypeTlsRestrictions,
  ExParamTypeErrorHeaders,
  ExParamTypeTlsSessionTicketKeys,
  ExParamTypeMax
} HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE;

typedef struct _HTTP2_WINDOW_SIZE_PARAM {
  DWORD Http2ReceiveWindowSize;
} HTTP2_WINDOW_SIZE_PARAM;

typedef struct _HTTP2_SETTINGS_LIMITS_PARAM {
  DWORD Http2MaxSettingsPerFrame;
  DWORD Http2MaxSettingsPerMinute;
} HTTP2_SETTINGS_LIMITS_PARAM;

/* The other parameters of the union are, like this one, two numbers and a pointer at most. */
typedef struct _HTTP_PERFORMANCE_PARAM {
  ULONG Type;
  ULONG BufferSize;
  PVOID Buffer;
} HTTP_PERFORMANCE_PARAM;

typedef struct _HTTP_SERVICE_CONFIG_SSL_PARAM_EX {
  HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE ParamType;
  ULONGLONG Flags;
  union {
    HTTP2_WINDOW_SIZE_PARAM Http2WindowSizeParam;
    HTTP2_SETTINGS_LIMITS_PARAM Http2SettingsLimitsParam;
    HTTP_PERFORMANCE_PARAM HttpPerformanceParam;
  };
} HTTP_SERVICE_CONFIG_SSL_PARAM_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_KEY_EX {
  SOCKADDR_STORAGE IpPort;
} HTTP_SERVICE_CONFIG_SSL_KEY_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_SET_EX {
  HTTP_SERVICE_CONFIG_SSL_KEY_EX KeyDesc;
  HTTP_SERVICE_CONFIG_SSL_PARAM_EX ParamDesc;
} HTTP_SERVICE_CONFIG_SSL_SET_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_QUERY_EX {
  HTTP_SERVICE_CONFIG_QUERY_TYPE QueryDesc;
  HTTP_SERVICE_CONFIG_SSL_KEY_EX KeyDesc;
  DWORD dwToken;
  HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE ParamType;
} HTTP_SERVICE_CONFIG_SSL_QUERY_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX {
  HTTP_SERVICE_CONFIG_SSL_SNI_KEY KeyDesc;
  HTTP_SERVICE_CONFIG_SSL_PARAM_EX ParamDesc;
} HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX {
  HTTP_SERVICE_CONFIG_QUERY_TYPE QueryDesc;
  HTTP_SERVICE_CONFIG_SSL_SNI_KEY KeyDesc;
  DWORD dwToken;
  HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE ParamType;
} HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX;

typedef struct _HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX {
  HTTP_SERVICE_CONFIG_QUERY_TYPE QueryDesc;
  HTTP_SERVICE_CONFIG_SSL_CCS_KEY KeyDesc;
  DWORD dwToken;
  HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE ParamType;
} HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX;

HTTPAPI_LINKAGE ULONG WINAPI HttpUpdateServiceConfiguration(HANDLE Handle, HTTP_SERVICE_CONFIG_ID ConfigId,
                                                            PVOID ConfigInfo, ULONG ConfigInfoLength,
                                                            LPOVERLAPPED Overlapped);

#endif
