import type { Element } from '@xmldom/xmldom';
import type { MetabaseHash } from '../../../../shared/facts.ts';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import { parseThumbprint, type Thumbprint } from '../../../../shared/thumbprint.ts';
import { all, andThen } from './readings.ts';
import { below, children, scopes, sections, whereIs } from './sections.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

/** MD_SSL_CERT_HASH of the legacy metabase. */
const certificateHash = '5506';

/**
 * The certificate hashes that the metabase mapper would write back over http.sys's records (Microsoft KB2025598):
 * `<customMetadata><key path="LM/W3SVC/1"><property id="5506" dataType="Binary" value="(base64)"/>`.
 * Code `VALUE_NOT_UNDERSTOOD`: one that is no hash, which Windows would write back all the same, or one of the
 * web service as a whole.
 */
export function readMetabaseHashes(file: ConfigurationFile): Reading<readonly MetabaseHash[]> {
  const server = scopes(file).filter(({ path }) => path === '');
  const found = all(server.map((scope) => sections(file, scope, 'system.applicationHost/customMetadata')));
  return andThen(found, (groups) => {
    const keys = below(groups.flat(), 'key').flatMap((key) => hashesOf(file, key));
    return all(keys);
  });
}

function hashesOf(file: ConfigurationFile, key: Element): readonly Reading<MetabaseHash>[] {
  const owner = ownerOf(key.getAttribute('path') ?? '');
  if (owner === null) return [];
  return children(key, 'property')
    .filter((property) => property.getAttribute('id')?.trim() === certificateHash)
    .map((property) => {
      const thumbprint = thumbprintOf(property.getAttribute('value') ?? '');
      if (owner === 'every site') return unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, key, 'path'));
      return thumbprint === null
        ? unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, property, 'value'))
        : read({ siteId: owner, thumbprint });
    });
}

/** The site that a path of the metabase is of, itself or below it; `null`: another service, such as SMTP. */
function ownerOf(path: string): number | 'every site' | null {
  const match = /^\/?LM\/W3SVC(?:\/(?<rest>[^/]+).*)?\/?$/i.exec(path);
  if (match === null) return null;
  const rest = match.groups?.['rest'];
  if (rest === undefined) return 'every site';
  return /^\d+$/.test(rest) ? Number(rest) : null;
}

/** 20 bytes in base64. */
function thumbprintOf(value: string): Thumbprint | null {
  const text = value.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]{27}=$/.test(text)) return null;
  return parseThumbprint(Buffer.from(text, 'base64').toString('hex'));
}
