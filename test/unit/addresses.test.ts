import { describe, expect, it } from 'vitest';
import { addressFor } from '../../electron/server/windows/addresses.ts';
import { endpoint } from '../../shared/endpoint.ts';

const ofExchange = ['0.0.0.0:443', '127.0.0.1:443', '0.0.0.0:444'];
const local = ['127.0.0.1', '192.0.2.7', '::1', 'fe80::1', '2001:db8::7'];

const chosen = (at: string, { recorded = ofExchange, has = local, listenList = [] as string[] } = {}) =>
  addressFor(endpoint(at), {
    recorded: recorded.map((one) => endpoint(one)),
    local: has,
    listenList,
  });

describe('where to shake hands for the record of', () => {
  it.each([
    ['127.0.0.1:443', '127.0.0.1'],
    ['192.0.2.7:443', '192.0.2.7'],
    ['[::1]:443', '::1'],
    ['[2001:db8::7]:443', '2001:db8::7'],
  ])('an address: that address itself: %s', (at, host) => {
    expect(chosen(at)).toEqual({ host, port: 443 });
  });

  it('every address: one of this machine that is not loopback, whose own record would come first', () => {
    expect(chosen('0.0.0.0:443')).toEqual({ host: '192.0.2.7', port: 443 });
    expect(chosen('[::]:443')).toEqual({ host: '2001:db8::7', port: 443 });
  });

  it('every address: one that has no record of its own on that port', () => {
    const recorded = [...ofExchange, '192.0.2.7:443'];
    expect(chosen('0.0.0.0:443', { recorded, has: [...local, '192.0.2.8'] }).host).toBe('192.0.2.8');
    expect(chosen('0.0.0.0:444', { recorded }).host).toBe('192.0.2.7');
  });

  it('every address: another one of loopback where there is no better', () => {
    expect(chosen('0.0.0.0:443', { has: ['127.0.0.1'] }).host).toBe('127.0.0.2');
    expect(chosen('0.0.0.0:444', { has: ['127.0.0.1'] }).host).toBe('127.0.0.1');
    expect(chosen('[::]:443', { has: ['fe80::1', '::1'] }).host).toBe('::1');
  });

  it('a host name: an address whose own record does not come first, and the name is asked for', () => {
    expect(chosen('mail.contoso.com:443')).toEqual({
      host: '192.0.2.7',
      port: 443,
      serverName: 'mail.contoso.com',
    });
    const recorded = [...ofExchange, '192.0.2.7:443'];
    expect(chosen('mail.contoso.com:443', { recorded }).host).toBe('127.0.0.2');
  });

  describe('where http.sys listens on some addresses only (IP listen list)', () => {
    const has = [...local, '192.0.2.8', '2001:db8::8'];

    it.each<[string, string[], string]>([
      ['every address: one of the list', ['192.0.2.8'], '192.0.2.8'],
      ['every address: the list holds every address of the family', ['0.0.0.0'], '192.0.2.7'],
      ['every address: of the list, one that this machine has', ['198.51.100.1', '192.0.2.8'], '192.0.2.8'],
      ['every address: the list of the other family alone', ['::'], '127.0.0.2'],
    ])('%s', (_, listenList, host) => {
      expect(chosen('0.0.0.0:443', { has, listenList }).host).toBe(host);
    });

    it('every address of IPv6: one of the list', () => {
      expect(chosen('[::]:443', { has, listenList: ['2001:db8::8'] }).host).toBe('2001:db8::8');
      expect(chosen('[::]:443', { has, listenList: ['::'] }).host).toBe('2001:db8::7');
    });

    it('every address: one that refuses where all of the list have records of their own', () => {
      const recorded = [...ofExchange, '192.0.2.8:443'];
      expect(chosen('0.0.0.0:443', { has, recorded, listenList: ['192.0.2.8'] }).host).toBe('127.0.0.2');
    });

    it('a host name: one of the list', () => {
      expect(chosen('mail.contoso.com:443', { has, listenList: ['192.0.2.8'] })).toEqual({
        host: '192.0.2.8',
        port: 443,
        serverName: 'mail.contoso.com',
      });
    });

    it('an address: that one, listened on or not', () => {
      expect(chosen('127.0.0.1:443', { has, listenList: ['192.0.2.8'] }).host).toBe('127.0.0.1');
    });
  });
});
