/* Whether a service of this machine could serve TLS with a record's certificate: it is in the record's store of the
   machine, names a key, and that key can be opened. A key in CNG is believed, since Wine cannot open one. */
#include "stand-in.h"
#include <wincrypt.h>

static BOOL opens(const CRYPT_KEY_PROV_INFO *named) {
  HCRYPTPROV provider;
  HCRYPTKEY key;
  if (named->dwProvType == 0) return TRUE;
  /* Without this flag the key is in the profile of the one who imported it, where no service looks. */
  if ((named->dwFlags & CRYPT_MACHINE_KEYSET) == 0) return FALSE;
  if (!CryptAcquireContextW(&provider, named->pwszContainerName, named->pwszProvName, named->dwProvType,
                            CRYPT_MACHINE_KEYSET | CRYPT_SILENT))
    return FALSE;
  BOOL there = CryptGetUserKey(provider, named->dwKeySpec, &key);
  if (there) CryptDestroyKey(key);
  CryptReleaseContext(provider, 0);
  return there;
}

static BOOL key_opens(PCCERT_CONTEXT certificate) {
  DWORD length = 0;
  if (!CertGetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, NULL, &length)) return FALSE;
  CRYPT_KEY_PROV_INFO *named = HeapAlloc(GetProcessHeap(), 0, length);
  BOOL usable = named != NULL &&
                CertGetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, named, &length) &&
                opens(named);
  HeapFree(GetProcessHeap(), 0, named);
  return usable;
}

ULONG look_at_certificate(const Record *record) {
  const wchar_t *store_name = record->store[0] == 0 ? L"MY" : record->store;
  CRYPT_HASH_BLOB hash = {record->hash_length, (BYTE *)record->hash};
  HCERTSTORE store =
      CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0,
                    CERT_SYSTEM_STORE_LOCAL_MACHINE | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG,
                    store_name);
  if (store == NULL) return ERROR_NO_SUCH_LOGON_SESSION;
  PCCERT_CONTEXT certificate =
      CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_HASH, &hash, NULL);
  BOOL usable = certificate != NULL && key_opens(certificate);
  if (certificate != NULL) CertFreeCertificateContext(certificate);
  CertCloseStore(store, 0);
  return usable ? NO_ERROR : ERROR_NO_SUCH_LOGON_SESSION;
}
