import { BlockList, isIP, isIPv4 } from 'node:net';

/** Finds out who a client is. */
export type ClientAddress = (
  remoteAddress: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
) => string;

/**
 * Names the client that limits are counted for: its address, or for IPv6 the /64 it is in, which
 * one subscriber has for itself. X-Forwarded-For is believed from trusted proxies only, and read from
 * the right up to the first address that is no such proxy: what stands left of it anyone can write.
 *
 * @param trustedProxies - addresses and CIDR ranges
 * @throws RangeError when one of them is neither.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const isTrusted = createProxyTrust(trustedProxies);
  return (remoteAddress, forwardedFor) => {
    let client = plain(remoteAddress ?? '');
    if (!isTrusted(client)) return nameOf(client);
    const forwarded =
      typeof forwardedFor === 'string' ? forwardedFor : (forwardedFor?.join() ?? '');
    const hops = forwarded.split(',').map((hop) => plain(hop.trim()));
    while (isTrusted(client)) {
      const hop = hops.pop();
      if (hop === undefined || isIP(hop) === 0) break;
      client = hop;
    }
    return nameOf(client);
  };
}

/**
 * Tells trusted proxies from clients, by the address that a connection comes from.
 *
 * @param trustedProxies - addresses and CIDR ranges
 * @throws RangeError when one of them is neither.
 */
export function createProxyTrust(
  trustedProxies: readonly string[],
): (remoteAddress: string | undefined) => boolean {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) addProxy(trusted, proxy);
  if (trustedProxies.length === 0) return () => false;
  return (remoteAddress) => {
    const address = plain(remoteAddress ?? '');
    const version = isIP(address);
    return version !== 0 && trusted.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

function addProxy(list: BlockList, proxy: string): void {
  const [address = '', prefix, ...rest] = proxy.split('/');
  const version = isIP(address);
  const bits = prefix === undefined ? null : Number(prefix);
  const most = version === 4 ? 32 : 128;
  const rightBits = bits === null || (Number.isInteger(bits) && bits >= 0 && bits <= most);
  if (version === 0 || rest.length > 0 || !rightBits) {
    throw new RangeError(`${proxy} is neither an address nor a range of addresses`);
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (bits === null) list.addAddress(address, family);
  else list.addSubnet(address, bits, family);
}

/** IPv4 addresses mapped into IPv6 are the IPv4 ones. */
function plain(address: string): string {
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return isIPv4(mapped) ? mapped : address;
}

function nameOf(client: string): string {
  return isIP(client) === 6 ? networkOf(client) : client;
}

/** The /64 of an IPv6 address, as its first four groups. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
