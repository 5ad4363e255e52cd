import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

describe('createClientAddress', () => {
  it('is the remote address, whatever the client claims', () => {
    const client = createClientAddress([]);
    expect(client('203.0.113.7', undefined)).toBe('203.0.113.7');
    expect(client('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(client(undefined, undefined)).toBe('');
  });

  it('takes an IPv4 address mapped into IPv6 for the IPv4 one', () => {
    expect(createClientAddress([])('::ffff:203.0.113.7', undefined)).toBe('203.0.113.7');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
  ])('counts %s as part of %s', (address, network) => {
    expect(createClientAddress([])(address, undefined)).toBe(network);
  });

  it('believes what trusted proxies forwarded, up to the first address that is none', () => {
    const client = createClientAddress(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
    expect(client('127.0.0.1', '203.0.113.7')).toBe('203.0.113.7');
    expect(client('127.0.0.1', '198.51.100.1, 203.0.113.7, 10.1.2.3')).toBe('203.0.113.7');
    expect(client('127.0.0.1', ['198.51.100.1', '203.0.113.7, 10.1.2.3'])).toBe('203.0.113.7');
    expect(client('2001:db8::5', '203.0.113.7')).toBe('203.0.113.7');
    expect(client('::ffff:10.1.1.1', '203.0.113.7')).toBe('203.0.113.7');
  });

  it.each(['', 'nonsense', 'unknown, ', '203.0.113.7:8080'])(
    'falls back to the proxy itself when it forwarded %j',
    (forwarded) => {
      expect(createClientAddress(['127.0.0.1'])('127.0.0.1', forwarded)).toBe('127.0.0.1');
    },
  );

  it.each(['localhost', '10.0.0.0/33', '10.0.0.0/x', '::/129', '1.2.3.4/8/8', ''])(
    'refuses the proxy %j',
    (proxy) => {
      expect(() => createClientAddress([proxy])).toThrow(RangeError);
    },
  );
});
