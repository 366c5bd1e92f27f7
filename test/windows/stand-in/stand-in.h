/* The parts of the stand-in: endpoints, records in the registry, the look at a certificate, faults on demand. */
#ifndef STAND_IN_H
#define STAND_IN_H

#include "http-newer.h"

#define PARAMETERS L"SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters"
#define LONGEST_ENDPOINT 300
#define LONGEST_NAME 260
#define LONGEST_HASH 64

/* Which list of records: by address and port, or by host name and port. */
typedef enum { BY_ADDRESS, BY_NAME } List;

/* One record, as the registry keeps it. An empty name stands for a null pointer. */
typedef struct {
  wchar_t endpoint[LONGEST_ENDPOINT]; /* "0.0.0.0:443", "[::]:443", "mail.example.com:443" */
  ULONG hash_length;                  /* bytes */
  BYTE hash[LONGEST_HASH];
  GUID application;
  wchar_t store[LONGEST_NAME];
  DWORD check_mode;
  DWORD freshness_time;    /* seconds */
  DWORD retrieval_timeout; /* milliseconds */
  wchar_t ctl_identifier[LONGEST_NAME];
  wchar_t ctl_store[LONGEST_NAME];
  DWORD flags;
  DWORD extended; /* bit n: the record has an extended parameter of type n */
} Record;

/* endpoints.c */

/* Both answer ERROR_INVALID_PARAMETER for what is no endpoint. Text is written one way only, so that it compares. */
ULONG endpoint_of_address(const SOCKADDR *address, wchar_t *text);
ULONG endpoint_of_name(const HTTP_SERVICE_CONFIG_SSL_SNI_KEY *key, wchar_t *text);

/* Returns the address's length in bytes, 0 for text that is no address with a port. */
ULONG address_of_endpoint(const wchar_t *text, SOCKADDR_STORAGE *address);

/* Splits "host:port"; the address is 0.0.0.0 with that port. Returns 0 for text that is no such endpoint. */
BOOL name_of_endpoint(const wchar_t *text, SOCKADDR_STORAGE *address, wchar_t *host);

/* records.c */

/* The n-th record: ERROR_NO_MORE_ITEMS beyond the last. */
ULONG record_at(List list, DWORD position, Record *record);
/* ERROR_FILE_NOT_FOUND without one. */
ULONG record_of(List list, const wchar_t *endpoint, Record *record);
ULONG write_record(List list, const Record *record);
ULONG remove_record(List list, const wchar_t *endpoint);

/* query.c */

/* What HttpQueryServiceConfiguration answers when http.sys has been initialized and no fault comes in between. */
ULONG answer_query(ULONG config_id, const void *input, ULONG input_length, void *output, ULONG output_length,
                   ULONG *needed);
/* The endpoint that a query asks for or has come to, "" for none. */
void endpoint_of_query(ULONG config_id, const void *input, ULONG input_length, wchar_t *endpoint);
/* Whether this Windows knows the id at all. */
BOOL is_known(ULONG config_id);

/* certificates.c */

/* ERROR_NO_SUCH_LOGON_SESSION when a service of this machine could not use the record's certificate and its key. */
ULONG look_at_certificate(const Record *record);

/* faults.c */

typedef enum { GOES_THROUGH, REFUSES, SAYS_DONE_DOES_NOTHING, DOES_IT_SAYS_FAILED, NEVER_ANSWERS, ANSWERS_WHEN_RELEASED } Behaviour;

typedef struct {
  Behaviour behaviour;
  ULONG code;
} Fault;

/* Counts the call under its whole name, where a test has asked for that. */
void count_call(const char *function);

/* Whether the test lets the calls go that it has ordered to wait. */
BOOL is_released(const wchar_t *function);

/* The fault that a test has ordered for this call, used up by one. The endpoint is "" where the call has none. */
Fault fault_for(const wchar_t *function, ULONG config_id, const wchar_t *endpoint);

#endif
