// The last resort, where a text prints no .NET type or has lost its stack: Setup in the languages it is translated into,
// and some more. Where both are printed, they decide and these only confirm.

const keyWords = [
  /0x8009[0-9a-f]{4}/i,
  /key ?set/i,
  /schl(?:ü|ue)sselsatz/i,
  /jeu de cl(?:és|efs)|jeu de clef/i,
  /conjunto de claves|conjunto de chaves|set di chiavi|zestaw kluczy/i,
  /набор ключей/i,
  /キー ?セット|キーセット/,
  /密钥集|金鑰組|密鑰集|键集/,
  /sad[au] klíčů/i,
  /anahtar (?:kümesi|takımı)/i,
  /키 ?집합|키 ?세트/,
  /invalid provider type/i,
] as const;

const deniedWords = [
  /access (?:is )?denied/i,
  /zugriff verweigert/i,
  /accès refusé/i,
  /acceso denegado|acesso negado|accesso negato/i,
  /отказано в доступе/i,
  /アクセスが拒否/,
  /拒绝访问|存取被拒|拒絕存取/,
  /přístup byl odepřen|přístup odepřen/i,
  /erişim (?:engellendi|reddedildi)/i,
  /액세스가 거부/,
  /odmowa dostępu/i,
] as const;

const expiredWords = [
  // Stems that English and the Romance languages share.
  /expir|caduc|scadut|vencid|périm/i,
  /abgelaufen|ungültig geworden/i,
  /исте[кч]|истёк|просроч/i,
  /有効期限|期限切れ/,
  /过期|過期|到期|有效期/,
  /만료/,
  /vyprš|skončila/i,
  /süresi.*(?:dol|geç|sona)/i,
  /wygas/i,
  /verlopen/i,
  /lejár/i,
  /gått ut|utgått|utløpt|udløb/i,
  /vanhentu/i,
  /λήξ|έληξ/i,
] as const;

/** Whether a message says, in words, that a private key cannot be opened. */
export function namesKey(message: string): boolean {
  return keyWords.some((word) => word.test(message));
}

/** Whether a message says, in words, that access was refused: of a cryptographic exception that is the key. */
export function namesRefusal(message: string): boolean {
  return deniedWords.some((word) => word.test(message));
}

/** Whether a message says, in words, that the certificate is expired. */
export function namesExpiry(message: string): boolean {
  return expiredWords.some((word) => word.test(message));
}
