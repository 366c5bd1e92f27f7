/* Endpoints: socket addresses and host names as the text that names a record, and back. */
#include "stand-in.h"
#include <mstcpip.h>
#include <wchar.h>

ULONG endpoint_of_address(const SOCKADDR *address, wchar_t *text) {
  ULONG length = LONGEST_ENDPOINT;
  if (address == NULL) return ERROR_INVALID_PARAMETER;
  if (address->sa_family == AF_INET) {
    const SOCKADDR_IN *v4 = (const SOCKADDR_IN *)address;
    if (v4->sin_port == 0) return ERROR_INVALID_PARAMETER;
    return RtlIpv4AddressToStringExW(&v4->sin_addr, v4->sin_port, text, &length) == 0 ? NO_ERROR
                                                                                      : ERROR_INVALID_PARAMETER;
  }
  if (address->sa_family == AF_INET6) {
    const SOCKADDR_IN6 *v6 = (const SOCKADDR_IN6 *)address;
    if (v6->sin6_port == 0) return ERROR_INVALID_PARAMETER;
    return RtlIpv6AddressToStringExW(&v6->sin6_addr, 0, v6->sin6_port, text, &length) == 0 ? NO_ERROR
                                                                                           : ERROR_INVALID_PARAMETER;
  }
  return ERROR_INVALID_PARAMETER;
}

ULONG endpoint_of_name(const HTTP_SERVICE_CONFIG_SSL_SNI_KEY *key, wchar_t *text) {
  /* Both families keep the port in the same place. */
  USHORT port = ((const SOCKADDR_IN *)&key->IpPort)->sin_port;
  if (key->IpPort.ss_family != AF_INET && key->IpPort.ss_family != AF_INET6) return ERROR_INVALID_PARAMETER;
  if (key->Host == NULL || key->Host[0] == 0 || port == 0) return ERROR_INVALID_PARAMETER;
  if (wcslen(key->Host) > 255) return ERROR_INVALID_PARAMETER;
  swprintf(text, LONGEST_ENDPOINT, L"%ls:%u", key->Host, (unsigned)ntohs(port));
  return NO_ERROR;
}

ULONG address_of_endpoint(const wchar_t *text, SOCKADDR_STORAGE *address) {
  SOCKADDR_IN *v4 = (SOCKADDR_IN *)address;
  SOCKADDR_IN6 *v6 = (SOCKADDR_IN6 *)address;
  memset(address, 0, sizeof *address);
  if (RtlIpv4StringToAddressExW(text, TRUE, &v4->sin_addr, &v4->sin_port) == 0 && v4->sin_port != 0) {
    v4->sin_family = AF_INET;
    return sizeof *v4;
  }
  memset(address, 0, sizeof *address);
  if (RtlIpv6StringToAddressExW(text, &v6->sin6_addr, &v6->sin6_scope_id, &v6->sin6_port) == 0 &&
      v6->sin6_port != 0) {
    v6->sin6_family = AF_INET6;
    return sizeof *v6;
  }
  return 0;
}

BOOL name_of_endpoint(const wchar_t *text, SOCKADDR_STORAGE *address, wchar_t *host) {
  const wchar_t *colon = wcsrchr(text, L':');
  unsigned long port = colon == NULL ? 0 : wcstoul(colon + 1, NULL, 10);
  if (colon == NULL || colon == text || port == 0 || port > 65535) return FALSE;
  memset(address, 0, sizeof *address);
  address->ss_family = AF_INET;
  ((SOCKADDR_IN *)address)->sin_port = htons((USHORT)port);
  wmemcpy(host, text, colon - text);
  host[colon - text] = 0;
  return TRUE;
}
