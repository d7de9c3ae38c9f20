import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { StreamError } from './stream-error.rules.ts';

/** A network a camera may live in; `port` null means any port. */
export interface CameraNetwork {
  readonly range: readonly [ipaddr.IPv4 | ipaddr.IPv6, number];
  readonly port: number | null;
}

export type Resolve = (name: string) => Promise<readonly string[]>;

const resolveName: Resolve = async (name) =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);

/** Reads `10.20.0.0/16`, `127.0.0.1/32:18554` or `[fd00::]/8:554`; throws on anything it cannot read. */
export function parseCameraNetwork(text: string): CameraNetwork {
  const match = /^\[?([0-9a-f.:]+?)\]?\/(\d{1,3})(?::(\d{1,5}))?$/i.exec(text.trim());
  if (!match?.[1] || !ipaddr.isValid(match[1])) throw new Error(`CAMERA_NETWORKS: ${text}`);
  const port = match[3] === undefined ? null : Number(match[3]);
  if (port !== null && (port < 1 || port > 65_535)) throw new Error(`CAMERA_NETWORKS: ${text}`);
  return { range: ipaddr.parseCIDR(`${match[1]}/${match[2] ?? ''}`), port };
}

/**
 * The one IP address to connect to for a camera's host: resolved once, canonical, inside the camera networks.
 * Throws StreamError `address-refused` for every other address, whatever way it is spelled.
 */
export async function pinCameraAddress(
  host: string,
  port: number,
  networks: readonly CameraNetwork[],
  resolve: Resolve = resolveName,
): Promise<string> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StreamError('address-refused', 'port out of range');
  for (const candidate of await candidates(host, resolve)) {
    const address = canonicalAddress(candidate);
    if (address && networks.some((network) => allows(network, address, port))) return address.toString();
  }
  throw new StreamError('address-refused', 'outside the camera networks');
}

/** Whether an IP address lies inside the camera networks at that port; a name never does. */
export function isInsideNetworks(address: string, port: number, networks: readonly CameraNetwork[]): boolean {
  const canonical = isIP(address) === 0 ? null : canonicalAddress(address);
  return canonical !== null && networks.some((network) => allows(network, canonical, port));
}

/** Whether a text is a host name or an IP address and nothing else: no scheme, login, port or path. */
export function isBareHost(host: string): boolean {
  const bare = withoutBrackets(host);
  if (isIP(bare) !== 0) return true;
  // Octal, hex and short forms (0x7f.1, 2130706433) are addresses to a resolver but not to isIP.
  if (!/^[a-z0-9](?:[a-z0-9-]{0,62}\.){0,8}[a-z0-9-]{0,62}$/i.test(bare)) return false;
  return /[a-z]/i.test(lastLabel(bare)) && !/^0x/i.test(lastLabel(bare));
}

async function candidates(host: string, resolve: Resolve): Promise<readonly string[]> {
  const bare = withoutBrackets(host);
  if (isIP(bare) !== 0) return [bare];
  if (!isBareHost(bare)) return [];
  try {
    return await resolve(bare);
  } catch {
    throw new StreamError('unreachable', 'name does not resolve');
  }
}

const withoutBrackets = (host: string): string =>
  host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;

const lastLabel = (host: string): string => host.split('.').at(-1) ?? '';

function canonicalAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const withoutZone = text.replace(/%.*$/, '');
  return ipaddr.isValid(withoutZone) ? ipaddr.process(withoutZone) : null;
}

function allows(network: CameraNetwork, address: ipaddr.IPv4 | ipaddr.IPv6, port: number): boolean {
  if (network.port !== null && network.port !== port) return false;
  const [base, bits] = network.range;
  if (base.kind() !== address.kind()) return false;
  return address.match(base, bits);
}
