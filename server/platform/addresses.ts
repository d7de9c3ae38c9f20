import ipaddr from 'ipaddr.js';

const { IPv4, IPv6 } = ipaddr;

/**
 * One spelling an address: IPv4-mapped IPv6 becomes IPv4, zone, brackets and port go, IPv6 is shortened. Null for
 * whatever is no address, the short and octal spellings of IPv4 included.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '');
  if (IPv4.isValidFourPartDecimal(bare)) return IPv4.parse(bare).toString();
  if (!bare.includes(':') || !IPv6.isValid(bare)) return null;
  const address = IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

/** Whether a canonical address lies in one of the CIDR blocks. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0 || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network);
    return range.kind() === parsed.kind() && parsed.match(range, bits);
  });
}

/**
 * Where a request comes from: the peer, or behind a trusted proxy the last hop of `X-Forwarded-For` that is none of
 * ours. What the client itself wrote into the header lies further left and is never read; a hop that is no address
 * ends the walk at the proxy that vouched for it.
 */
export function addressBehind(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  let address = canonicalAddress(peer) ?? '0.0.0.0';
  for (const hop of forwardedFor?.split(',').reverse() ?? []) {
    if (!isWithin(address, trustedProxies)) return address;
    const next = canonicalAddress(hop);
    if (next === null) return address;
    address = next;
  }
  return address;
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Whether an address is the centre's own; this machine counts only while nobody reaches it from elsewhere. */
export function isInsideCentre(
  address: string,
  {
    centreNetworks,
    publicUrl,
  }: { readonly centreNetworks: readonly string[]; readonly publicUrl: string | null },
): boolean {
  return isWithin(address, centreNetworks) || (publicUrl === null && isWithin(address, LOOPBACK));
}
