/* What try.exe prepares: orders, certificates, records to ask for. */
#include "try.h"

static void order(const wchar_t *value, DWORD type, const void *content, DWORD length) {
  RegSetKeyValueW(HKEY_LOCAL_MACHINE, ORDERS, value, type, content, length);
}

void order_text(const wchar_t *value, const wchar_t *text) {
  order(value, REG_SZ, text, (DWORD)((wcslen(text) + 1) * sizeof *text));
}

void order_number(const wchar_t *value, DWORD number) { order(value, REG_DWORD, &number, sizeof number); }

void forget_orders(void) { RegDeleteTreeW(HKEY_LOCAL_MACHINE, ORDERS); }

DWORD number_in(const wchar_t *path, const wchar_t *value) {
  DWORD number = 0xdead, length = sizeof number;
  RegGetValueW(HKEY_LOCAL_MACHINE, path, value, RRF_RT_REG_DWORD, NULL, &number, &length);
  return number;
}

static HCERTSTORE open_store(void) {
  return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, L"MY");
}

void make_certificate(BYTE hash[20]) {
  HCRYPTPROV provider;
  HCRYPTKEY key;
  BYTE name[64];
  DWORD name_length = sizeof name, hash_length = 20;
  CryptAcquireContextW(&provider, CONTAINER, MS_ENHANCED_PROV_W, PROV_RSA_FULL,
                       CRYPT_DELETEKEYSET | CRYPT_MACHINE_KEYSET);
  CryptAcquireContextW(&provider, CONTAINER, MS_ENHANCED_PROV_W, PROV_RSA_FULL, CRYPT_NEWKEYSET | CRYPT_MACHINE_KEYSET);
  CryptGenKey(provider, AT_KEYEXCHANGE, 1024 << 16, &key);
  CryptDestroyKey(key);
  CryptReleaseContext(provider, 0);
  CertStrToNameW(X509_ASN_ENCODING, L"CN=try", CERT_X500_NAME_STR, NULL, name, &name_length, NULL);
  CERT_NAME_BLOB subject = {name_length, name};
  CRYPT_KEY_PROV_INFO named = {(LPWSTR)CONTAINER, (LPWSTR)MS_ENHANCED_PROV_W, PROV_RSA_FULL, CRYPT_MACHINE_KEYSET,
                               0, NULL, AT_KEYEXCHANGE};
  CryptAcquireContextW(&provider, CONTAINER, MS_ENHANCED_PROV_W, PROV_RSA_FULL, CRYPT_MACHINE_KEYSET);
  PCCERT_CONTEXT certificate = CertCreateSelfSignCertificate(provider, &subject, 0, &named, NULL, NULL, NULL, NULL);
  CryptReleaseContext(provider, 0);
  CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &named);
  CertGetCertificateContextProperty(certificate, CERT_HASH_PROP_ID, hash, &hash_length);
  HCERTSTORE store = open_store();
  CertAddCertificateContextToStore(store, certificate, CERT_STORE_ADD_ALWAYS, NULL);
  CertFreeCertificateContext(certificate);
  CertCloseStore(store, 0);
}

/* Taken out and put in again, since Wine writes what comes and goes, not what changes; and after a deletion only when it
   is told to. */
void rename_key(BYTE hash[20], CRYPT_KEY_PROV_INFO *named) {
  CRYPT_HASH_BLOB blob = {20, hash};
  HCERTSTORE store = open_store();
  PCCERT_CONTEXT old = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_HASH, &blob, NULL);
  PCCERT_CONTEXT new = CertCreateCertificateContext(X509_ASN_ENCODING, old->pbCertEncoded, old->cbCertEncoded);
  if (named != NULL) CertSetCertificateContextProperty(new, CERT_KEY_PROV_INFO_PROP_ID, 0, named);
  CertDeleteCertificateFromStore(old);
  CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL);
  CertAddCertificateContextToStore(store, new, CERT_STORE_ADD_ALWAYS, NULL);
  CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL);
  CertFreeCertificateContext(new);
  CertCloseStore(store, 0);
}

HTTP_SERVICE_CONFIG_SSL_SET record_for(void *address, BYTE *hash) {
  HTTP_SERVICE_CONFIG_SSL_SET record = {.KeyDesc = {address}};
  record.ParamDesc.SslHashLength = 20;
  record.ParamDesc.pSslHash = hash;
  record.ParamDesc.AppId.Data1 = 0x4dc3e181;
  record.ParamDesc.pSslCertStoreName = (PWSTR)L"MY";
  record.ParamDesc.DefaultRevocationFreshnessTime = 60;
  record.ParamDesc.pDefaultSslCtlIdentifier = (PWSTR)L"list";
  record.ParamDesc.DefaultFlags = HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT;
  return record;
}

ULONG ask(ULONG id, void *input, ULONG input_length) {
  ULONG needed = 0, again = 0;
  ULONG answer = query(NULL, id, input, input_length, NULL, 0, &needed, NULL);
  if (answer != ERROR_INSUFFICIENT_BUFFER) return answer;
  if (query(NULL, id, input, input_length, space, needed - 1, &again, NULL) != ERROR_INSUFFICIENT_BUFFER)
    return (ULONG)-1;
  return again == needed ? query(NULL, id, input, input_length, space, needed, &again, NULL) : (ULONG)-1;
}
