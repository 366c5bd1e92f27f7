/* What the parts of try.exe share. */
#ifndef TRY_H
#define TRY_H

#include "http-newer.h"
#include <stdio.h>
#include <wchar.h>
#include <wincrypt.h>

#define PARAMETERS L"SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters"
#define ORDERS L"SOFTWARE\\CU Rescue Test\\HttpSys"
#define CONTAINER L"cu-rescue-try"

typedef ULONG(WINAPI *Initialize)(HTTPAPI_VERSION, ULONG, PVOID);
typedef ULONG(WINAPI *Terminate)(ULONG, PVOID);
typedef ULONG(WINAPI *Change)(HANDLE, ULONG, PVOID, ULONG, LPOVERLAPPED);
typedef ULONG(WINAPI *Query)(HANDLE, ULONG, PVOID, ULONG, PVOID, ULONG, PULONG, LPOVERLAPPED);

/* The stand-in's functions; update is NULL in the older one. */
extern Initialize initialize;
extern Terminate terminate;
extern Change set, delete, update;
extern Query query;

/* The two endpoints that records are made for, 127.0.0.1:443 and [::1]:443, and the hashes of a certificate that can be
   used and of one that is not there. */
extern SOCKADDR_IN v4;
extern SOCKADDR_IN6 v6;
extern BYTE good[20], unknown[20];

/* Where the last record asked for lies. */
extern ULONGLONG space[512];

/* try.c */
void check(const char *what, ULONG got, ULONG wanted);

/* try-world.c */

HTTP_SERVICE_CONFIG_SSL_SET record_for(void *address, BYTE *hash);

/* Asks for the length, with one byte too few, and with just enough; the record is in space. */
ULONG ask(ULONG id, void *input, ULONG input_length);

void order_text(const wchar_t *value, const wchar_t *text);
void order_number(const wchar_t *value, DWORD number);
void forget_orders(void);

/* 0xdead when there is no such value. */
DWORD number_in(const wchar_t *path, const wchar_t *value);

/* A certificate of the machine with its key in the machine's container; its hash goes to hash. */
void make_certificate(BYTE hash[20]);

/* How the certificate with this hash names its key from now on; NULL: not at all. */
void rename_key(BYTE hash[20], CRYPT_KEY_PROV_INFO *named);

/* try-faults.c */
void try_extended(void);
void try_faults(void);
void try_hanging(void);

#endif
