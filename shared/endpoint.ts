/**
 * Where http.sys keeps a certificate record: `address:port` or `host:port`, written as Windows writes it
 * (`0.0.0.0:443`, `127.0.0.1:443`, `[::]:443`, `mail.contoso.com:443`).
 */
export type Endpoint = string & { readonly brand: 'Endpoint' };

export interface EndpointParts {
  readonly family: 'ipv4' | 'ipv6' | 'host-name';
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** An endpoint out of its text; throws (a bug) when the text is not one. */
export function endpoint(text: string): Endpoint {
  endpointParts(text as Endpoint);
  return text as Endpoint;
}

export function endpointParts(text: Endpoint): EndpointParts {
  const match =
    /^(?:\[(?<ipv6>[0-9a-fA-F:.%]+)\]|(?<ipv4>\d{1,3}(?:\.\d{1,3}){3})|(?<name>[^\s:[\]]+)):(?<port>\d{1,5})$/.exec(
      text,
    );
  const groups = match?.groups;
  const host = groups?.['ipv6'] ?? groups?.['ipv4'] ?? groups?.['name'];
  if (groups === undefined || host === undefined) throw new Error(`Not an endpoint: ${text}`);
  const family = groups['ipv6'] !== undefined ? 'ipv6' : groups['ipv4'] !== undefined ? 'ipv4' : 'host-name';
  return { family, host, port: Number(groups['port']) };
}

/** The endpoint of http.sys that serves every address not named elsewhere. */
export const everyAddress = '0.0.0.0';

/**
 * Where a certificate is tried out before a record is deleted and set again, on a Windows that cannot replace one in
 * one step: this machine alone reaches it, and nothing listens there.
 */
export const rehearsalEndpoint = endpoint('127.0.0.1:44399');
