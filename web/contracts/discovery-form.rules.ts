import { USUAL_PORTS } from '../../server/streams/discover-limits.rules.ts';

/** What a search begins with for a camera network as configured: its addresses, and its port or the usual ones. */
export function draftOf(network: string): { readonly range: string; readonly ports: string } {
  const port = /\/\d{1,3}:(\d{1,5})$/.exec(network)?.[1];
  return {
    range: port === undefined ? network : network.slice(0, -port.length - 1),
    ports: port ?? USUAL_PORTS.join(', '),
  };
}

/** The ports that were typed, or null where one of them is none, or there are none or more than eight. */
export function portsOf(typed: string): number[] | null {
  const words = typed.split(/[\s,]+/).filter((each) => each !== '');
  const ports = words.map((each) => (/^\d{1,5}$/.test(each) ? Number(each) : 0));
  const areAll = ports.every((port) => port >= 1 && port <= 65_535);
  return areAll && ports.length >= 1 && ports.length <= 8 ? ports : null;
}
