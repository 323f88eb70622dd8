import { clientOf, TrustedProxies } from './client-address.ts';

const none = new TrustedProxies([]);
const named = new TrustedProxies(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);

describe('whom limits count', () => {
  it.each([
    ['an address of IPv4', '203.0.113.9', '203.0.113.9'],
    ['the IPv4 address in a mapped one', '::ffff:203.0.113.9', '203.0.113.9'],
    ['64 bits of IPv6', '2a00:1450:4001:82a::200e', '2a00:1450:4001:82a::/64'],
    ['the same 64 bits', '2a00:1450:4001:82a:ffff:1:2:3', '2a00:1450:4001:82a::/64'],
    ['64 bits in short', '2a00::1', '2a00:0:0:0::/64'],
    ['a link without its zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['a connection that has just ended', '', ''],
  ])('is %s', (_, peer, client) => {
    expect(clientOf(peer, undefined, none)).toBe(client);
  });

  it('is what connects, whatever it says of itself, unless that is a proxy with a name', () => {
    expect(clientOf('203.0.113.9', '198.51.100.1', none)).toBe('203.0.113.9');
    expect(clientOf('203.0.113.9', '198.51.100.1', named)).toBe('203.0.113.9');
    expect(clientOf('10.1.2.3', '198.51.100.1', none)).toBe('10.1.2.3');
  });

  it.each([
    ['the address that the proxy saw', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['not what the client wrote before it', '10.1.2.3', '1.1.1.1, 8.8.8.8, 198.51.100.1', '198.51.100.1'],
    ['what the first of two proxies saw', '10.1.2.3', '1.1.1.1, 198.51.100.1, 192.0.2.7', '198.51.100.1'],
    ['what a proxy of IPv6 saw', '2001:db8::5', '2a00:1:2:3:4::5', '2a00:1:2:3::/64'],
    ['what a mapped proxy saw', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['an address without its port', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['an address of IPv6 without its port', '10.1.2.3', '[2a00:1:2:3::5]:4711', '2a00:1:2:3::/64'],
    ['the proxy, where it says no address', '10.1.2.3', '198.51.100.1, unknown', '10.1.2.3'],
    ['the proxy, where it says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['the last proxy, where only proxies are named', '10.1.2.3', '10.0.0.1', '10.0.0.1'],
  ])('is behind a named proxy %s', (_, peer, forwardedFor, client) => {
    expect(clientOf(peer, forwardedFor, named)).toBe(client);
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0.0/8/8', ''])(
    'refuses %j as the name of a proxy',
    each => {
      expect(() => new TrustedProxies([each])).toThrow(RangeError);
    },
  );
});
