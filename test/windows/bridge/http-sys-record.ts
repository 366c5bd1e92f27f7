import { inMachineKey, type RegistryKey } from './registry.ts';

/** What http.sys takes from a certificate record when it serves. */
export interface HttpSysRecord {
  /** 40 hexadecimal digits in upper case. */
  readonly thumbprint: string;
  readonly store: string;
}

const parameters = 'SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/**
 * The record of exactly this endpoint, from where Windows keeps it; null when there is none.
 * @param endpoint `ip:port` or `host:port`
 */
export function httpSysRecord(endpoint: string): HttpSysRecord | null {
  return inMachineKey(`${parameters}\\SslBindingInfo\\${endpoint}`, recordIn) ?? recordOfHost(endpoint);
}

/** The key of a host name's record may have any name. */
function recordOfHost(endpoint: string): HttpSysRecord | null {
  const folder = `${parameters}\\SslSniBindingInfo`;
  for (const name of inMachineKey(folder, (key) => key.subkeys()) ?? []) {
    const record = inMachineKey(`${folder}\\${name}`, (key) => {
      const host = textIn(key, 'HostnamePort') || name;
      return host.toLowerCase() === endpoint.toLowerCase() ? recordIn(key) : null;
    });
    if (record !== null) return record;
  }
  return null;
}

function recordIn(key: RegistryKey): HttpSysRecord | null {
  const hash = key.value('SslCertHash');
  if (hash === null) return null;
  // No name means MY, as for http.sys.
  const store = textIn(key, 'SslCertStoreName') || 'MY';
  return { thumbprint: hash.toString('hex').toUpperCase(), store };
}

const textIn = (key: RegistryKey, name: string): string =>
  key.value(name)?.toString('utf16le').replace(/\0+$/, '') ?? '';
