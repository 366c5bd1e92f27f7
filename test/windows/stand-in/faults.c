/* Faults that a test orders, and the count of calls: both through the registry, so that `wine reg` is enough. What can
   be ordered is described in README.md. Without their keys nothing is read or written here. */
#include "stand-in.h"
#include <wchar.h>

#define ORDERS L"SOFTWARE\\CU Rescue Test\\HttpSys"

static BOOL read_text(HKEY key, const wchar_t *of, const wchar_t *what, wchar_t *text) {
  wchar_t value[64];
  DWORD length = LONGEST_ENDPOINT * sizeof *text;
  swprintf(value, ARRAYSIZE(value), L"Fail%ls%ls", of, what);
  return RegGetValueW(key, NULL, value, RRF_RT_REG_SZ, NULL, text, &length) == NO_ERROR;
}

static BOOL read_number(HKEY key, const wchar_t *of, const wchar_t *what, DWORD *number) {
  wchar_t value[64];
  DWORD length = sizeof *number;
  swprintf(value, ARRAYSIZE(value), L"Fail%ls%ls", of, what);
  return RegGetValueW(key, NULL, value, RRF_RT_REG_DWORD, NULL, number, &length) == NO_ERROR;
}

/* FALSE when the order is used up; otherwise one use less is left. An order without a number never ends. */
static BOOL use_up(HKEY key, const wchar_t *of) {
  wchar_t value[64];
  DWORD left;
  if (!read_number(key, of, L"Times", &left)) return TRUE;
  if (left == 0) return FALSE;
  left--;
  swprintf(value, ARRAYSIZE(value), L"Fail%lsTimes", of);
  RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&left, sizeof left);
  return TRUE;
}

static BOOL is_meant(const wchar_t *target, ULONG config_id, const wchar_t *endpoint) {
  wchar_t by_id[16];
  swprintf(by_id, ARRAYSIZE(by_id), L"id %lu", config_id);
  return wcscmp(target, L"*") == 0 || _wcsicmp(target, by_id) == 0 || _wcsicmp(target, endpoint) == 0;
}

Fault fault_for(const wchar_t *function, ULONG config_id, const wchar_t *endpoint) {
  Fault fault = {GOES_THROUGH, NO_ERROR};
  wchar_t text[LONGEST_ENDPOINT];
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, ORDERS, 0, KEY_READ | KEY_WRITE, &key) != NO_ERROR) return fault;
  if (read_text(key, function, L"Of", text) && is_meant(text, config_id, endpoint) && use_up(key, function)) {
    fault.behaviour = REFUSES;
    fault.code = ERROR_ACCESS_DENIED;
    read_number(key, function, L"Code", &fault.code);
    if (!read_text(key, function, L"How", text)) text[0] = 0;
    if (_wcsicmp(text, L"SaysDoneDoesNothing") == 0) fault.behaviour = SAYS_DONE_DOES_NOTHING;
    if (_wcsicmp(text, L"DoesItSaysFailed") == 0) fault.behaviour = DOES_IT_SAYS_FAILED;
    if (_wcsicmp(text, L"NeverAnswers") == 0) fault.behaviour = NEVER_ANSWERS;
    if (_wcsicmp(text, L"AnswersWhenReleased") == 0) fault.behaviour = ANSWERS_WHEN_RELEASED;
  }
  RegCloseKey(key);
  return fault;
}

BOOL is_released(const wchar_t *function) {
  wchar_t text[LONGEST_ENDPOINT];
  BOOL waits = FALSE;
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, ORDERS, 0, KEY_READ, &key) != NO_ERROR) return TRUE;
  waits = read_text(key, function, L"How", text) && _wcsicmp(text, L"AnswersWhenReleased") == 0;
  RegCloseKey(key);
  return !waits;
}

void count_call(const char *function) {
  DWORD calls = 0, length = sizeof calls;
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, ORDERS L"\\Calls", 0, KEY_READ | KEY_WRITE, &key) != NO_ERROR) return;
  RegGetValueA(key, NULL, function, RRF_RT_REG_DWORD, NULL, &calls, &length);
  calls++;
  RegSetValueExA(key, function, 0, REG_DWORD, (const BYTE *)&calls, sizeof calls);
  RegCloseKey(key);
}
