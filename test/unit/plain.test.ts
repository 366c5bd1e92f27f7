import { describe, expect, test } from 'vitest';
import { plain } from '../../shared/plain.ts';
import { read, unknown } from '../../shared/reading.ts';
import { badKeys, exchangeCertificate, hash, server } from '../fixtures/facts.ts';

describe('facts for other programs', () => {
  test('hold what was read as it stands', () => {
    const { records } = plain(server());
    expect(records).toHaveLength(3);
    expect(records).toContainEqual(
      expect.objectContaining({ endpoint: '0.0.0.0:444', thumbprint: hash('E') }),
    );
  });

  test('hold the reason where a part could not be read', () => {
    const { sites } = plain(server({ sites: unknown('ENOENT', 'applicationHost.config') }));
    expect(sites).toEqual({ unknown: { code: 'ENOENT', tried: 'applicationHost.config' } });
  });

  test('unwrap what lies within: the key of one certificate', () => {
    const { certificates } = plain(
      server({ certificates: [exchangeCertificate(), exchangeCertificate({ key: badKeys.unknown })] }),
    );
    expect(certificates).toMatchObject([
      { key: { kind: 'linked', access: { kind: 'signs' } } },
      { key: { unknown: { code: '0x8009000F', tried: 'CryptAcquireContextW' } } },
    ]);
  });

  test('keep null, and other objects that carry a kind', () => {
    expect(plain({ kind: 'windows', run: null, inner: read([read(1)]) })).toEqual({
      kind: 'windows',
      run: null,
      inner: [1],
    });
  });
});
