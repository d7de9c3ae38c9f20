import ipaddr from 'ipaddr.js';
import { MOST_ADDRESSES } from './discover-limits.rules.ts';

/** One address at one port to be asked. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

/**
 * The addresses of `10.20.1.0/24`, of `[fd00::]/120` or of one address alone, in order; of an IPv4 network without its own
 * and its broadcast address. `too-many` over {@link MOST_ADDRESSES}; `unreadable` where it is spelled any other way.
 */
export function addressesOf(range: string): readonly string[] | 'unreadable' | 'too-many' {
  const match = /^\[?([0-9a-f.:]{2,45})\]?(?:\/(\d{1,3}))?$/i.exec(range.trim());
  const text = match?.[1];
  if (text === undefined || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)))
    return 'unreadable';
  const base = ipaddr.parse(text);
  const width = base.kind() === 'ipv4' ? 32 : 128;
  const bits = match?.[2] === undefined ? width : Number(match[2]);
  if (bits > width) return 'unreadable';
  const count = 2 ** (width - bits);
  if (count > MOST_ADDRESSES) return 'too-many';
  const bytes = base.toByteArray();
  const last = ((bytes.at(-2)! << 8) | bytes.at(-1)!) & ~(count - 1);
  const all = Array.from({ length: count }, (_, n) => withLast(bytes, last + n));
  return width === 32 && count > 2 ? all.slice(1, -1) : all;
}

function withLast(bytes: readonly number[], last: number): string {
  return ipaddr.fromByteArray([...bytes.slice(0, -2), (last >> 8) & 0xff, last & 0xff]).toString();
}

/** Every address at every port that lies inside, the likelier port first, so that most is found early. */
export const doorsOf = (
  addresses: readonly string[],
  ports: readonly number[],
  isInside: (address: string, port: number) => boolean,
): Door[] =>
  [...new Set(ports)].flatMap((port) =>
    addresses.filter((host) => isInside(host, port)).map((host) => ({ host, port })),
  );
