/* Tries what tests order: extended parameters, faults, the count of calls. */
#include "try.h"

void try_extended(void) {
  HTTP_SERVICE_CONFIG_SSL_QUERY_EX next = {.QueryDesc = HttpServiceConfigQueryNext};
  HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX next_name = {.QueryDesc = HttpServiceConfigQueryNext};
  HTTP_SERVICE_CONFIG_SSL_CCS_QUERY next_central = {.QueryDesc = HttpServiceConfigQueryNext};
  HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX next_central_extended = {.QueryDesc = HttpServiceConfigQueryNext};
  HTTP_SERVICE_CONFIG_SSL_SET_EX *found = (void *)space;
  DWORD types = 1 << ExParamTypeTlsRestrictions;
  check("no central store", ask(6, &next_central, sizeof next_central), 259);
  if (update == NULL) {
    check("older: extended ids are unknown", ask(8, &next, sizeof next), 87);
    return;
  }
  check("no extended parameters", ask(8, &next, sizeof next), 259);
  check("none of names", ask(9, &next_name, sizeof next_name), 259);
  check("none of the central store", ask(10, &next_central_extended, sizeof next_central_extended), 259);
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, PARAMETERS L"\\SslBindingInfo\\0.0.0.0:444", L"ExtendedParameters", REG_DWORD,
                  &types, sizeof types);
  check("none of another type", ask(8, &next, sizeof next), 259);
  next.ParamType = ExParamTypeTlsRestrictions;
  check("one of this type", ask(8, &next, sizeof next), 0);
  check("its port", ((SOCKADDR_IN *)&found->KeyDesc.IpPort)->sin_port, htons(444));
  check("its type", found->ParamDesc.ParamType, ExParamTypeTlsRestrictions);
  next.dwToken = 1;
  check("and no second", ask(8, &next, sizeof next), 259);
  next.ParamType = ExParamTypeMax;
  check("a type that is none", ask(8, &next, sizeof next), 87);
}

void try_faults(void) {
  HTTP_SERVICE_CONFIG_SSL_SET record = record_for(&v4, good);
  HTTP_SERVICE_CONFIG_SSL_QUERY next = {HttpServiceConfigQueryNext, {NULL}, 0}, exact = {0};
  exact.KeyDesc.pIpPort = (PSOCKADDR)&v4;
  order_text(L"FailDeleteOf", L"127.0.0.1:443");
  order_number(L"FailDeleteTimes", 1);
  check("an ordered refusal, access denied", delete (NULL, 1, &record, sizeof record, NULL), 5);
  check("is used up", number_in(ORDERS, L"FailDeleteTimes"), 0);
  check("and over", delete (NULL, 1, &record, sizeof record, NULL), 0);
  order_text(L"FailSetOf", L"127.0.0.1:443");
  order_text(L"FailSetHow", L"SaysDoneDoesNothing");
  order_number(L"FailSetTimes", 1);
  check("a set that says done", set(NULL, 1, &record, sizeof record, NULL), 0);
  check("does nothing", ask(1, &exact, sizeof exact), 2);
  order_text(L"FailSetHow", L"DoesItSaysFailed");
  order_number(L"FailSetCode", 1312);
  order_number(L"FailSetTimes", 1);
  check("a set that says failed", set(NULL, 1, &record, sizeof record, NULL), 1312);
  check("does it", ask(1, &exact, sizeof exact), 0);
  order_text(L"FailQueryOf", L"id 5");
  check("a query of another id goes through", ask(1, &next, sizeof next), 0);
  check("a query of this id does not", ask(5, &next, sizeof next), 5);
  order_text(L"FailQueryOf", L"[::1]:443");
  next.dwToken = 1;
  check("the query goes through until that record", ask(1, &next, sizeof next), 0);
  next.dwToken = 2;
  check("and fails there", ask(1, &next, sizeof next), 5);
  check("every time", ask(1, &next, sizeof next), 5);
  forget_orders();
  check("without orders nothing is written", number_in(ORDERS L"\\Calls", L"HttpSetServiceConfiguration"), 0xdead);
  HKEY calls;
  RegCreateKeyExW(HKEY_LOCAL_MACHINE, ORDERS L"\\Calls", 0, NULL, 0, KEY_WRITE, NULL, &calls, NULL);
  RegCloseKey(calls);
  ask(1, &next, sizeof next);
  check("calls are counted", number_in(ORDERS L"\\Calls", L"HttpQueryServiceConfiguration"), 3);
  check("by function", number_in(ORDERS L"\\Calls", L"HttpSetServiceConfiguration"), 0xdead);
  forget_orders();
}

/* A call that is to hang. */
static DWORD WINAPI hang(void *unused) {
  HTTP_SERVICE_CONFIG_SSL_QUERY next = {HttpServiceConfigQueryNext, {NULL}, 0};
  (void)unused;
  return ask(1, &next, sizeof next);
}

void try_hanging(void) {
  HTTP_SERVICE_CONFIG_SSL_QUERY next = {HttpServiceConfigQueryNext, {NULL}, 0};
  order_text(L"FailQueryOf", L"*");
  order_text(L"FailQueryHow", L"NeverAnswers");
  order_number(L"FailQueryTimes", 1);
  HANDLE thread = CreateThread(NULL, 0, hang, NULL, 0, NULL);
  /* Once the order is used up, its call is on its way. */
  while (number_in(ORDERS, L"FailQueryTimes") != 0) SwitchToThread();
  check("others go on while one call hangs", ask(1, &next, sizeof next), 0);
  check("and it does hang", WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
  CloseHandle(thread);
  forget_orders();
}
