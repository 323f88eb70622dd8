import { BlockList, isIP, isIPv4 } from 'node:net';

/** The proxies in front of a service: their addresses and networks. */
export class TrustedProxies {
  readonly #list = new BlockList();

  /** @throws RangeError one is neither an address nor a network */
  constructor(addresses: readonly string[]) {
    for (const each of addresses) this.#add(each);
  }

  /** An IPv4-mapped address is its IPv4 address. */
  includes(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, familyOf(address));
  }

  #add(each: string): void {
    const [address = '', bits, ...more] = each.split('/');
    const widest = isIPv4(address) ? 32 : 128;
    const prefix = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
    if (isIP(address) === 0 || !(prefix <= widest) || more.length > 0)
      throw new RangeError(`${each}: no address and no network`);
    this.#list.addSubnet(address, prefix, familyOf(address));
  }
}

/**
 * Returns the client that limits count: its address, or its network of 64 bits where that is IPv6.
 *
 * `X-Forwarded-For` is believed as far as it was written by proxies that are named: from its end, up to the first address that is
 * no proxy's. What stands before that, the client wrote itself.
 */
export function clientOf(peer: string, forwardedFor: string | undefined, proxies: TrustedProxies): string {
  let client = peer;
  const hops = proxies.includes(peer) ? (forwardedFor ?? '').split(',') : [];
  while (proxies.includes(client)) {
    const hop = withoutPort(hops.pop()?.trim() ?? '');
    if (isIP(hop) === 0) break; // no further hop, or no address: the proxy is all that is known
    client = hop;
  }
  return networkOf(client);
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string =>
  hop.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');

/** One household or server has 64 bits of IPv6 at least: each of its addresses is the same visitor. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = canonical(address).split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const all = [...groups, ...Array.from({ length: 8 - groups.length - after.length }, () => '0'), ...after];
  const [high = '0', low = '0'] = all.slice(6);
  const isMapped = all.slice(0, 5).every(group => group === '0') && all[5] === 'ffff';
  return isMapped ? [high, low].flatMap(bytesOf).join('.') : `${all.slice(0, 4).join(':')}::/64`;
}

/** As RFC 5952 writes it, all in hexadecimal, without a zone. */
const canonical = (address: string) => new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1);

const bytesOf = (group: string) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255];

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');
