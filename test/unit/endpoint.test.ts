import { describe, expect, test } from 'vitest';
import { endpoint, endpointParts } from '../../shared/endpoint.ts';

describe('an endpoint', () => {
  test.each([
    ['0.0.0.0:443', { family: 'ipv4', host: '0.0.0.0', port: 443 }],
    ['127.0.0.1:443', { family: 'ipv4', host: '127.0.0.1', port: 443 }],
    ['[::]:443', { family: 'ipv6', host: '::', port: 443 }],
    ['[fe80::1%12]:444', { family: 'ipv6', host: 'fe80::1%12', port: 444 }],
    ['mail.contoso.com:443', { family: 'host-name', host: 'mail.contoso.com', port: 443 }],
    ['*.contoso.com:443', { family: 'host-name', host: '*.contoso.com', port: 443 }],
  ])('%s is told apart', (text, parts) => {
    expect(endpointParts(endpoint(text))).toEqual(parts);
  });

  test.each([
    '',
    '443',
    ':443',
    '*:443:',
    '0.0.0.0',
    '0.0.0.0:',
    '[::]',
    '::1:443',
    'a b:443',
    '0.0.0.0:443 ',
  ])('%j is none', (text) => {
    expect(() => endpoint(text)).toThrow('Not an endpoint');
  });
});
