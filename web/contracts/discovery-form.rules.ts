import { nameInScopes } from '../../server/streams/said-text.rules.ts';
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

/** `37.7519, 128.8761`, as maps write a place; null where it is none. The greater of the two is the longitude here. */
export function lonLatOf(typed: string): { readonly lon: number; readonly lat: number } | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*[,\s]\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*$/.exec(typed);
  const [one, other] = [Number(match?.[1]), Number(match?.[2])];
  const [lat, lon] = Math.abs(one) <= 85 ? [one, other] : [other, one];
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && Math.abs(lon) > 85 ? { lon, lat } : null;
}

/** The name that a device says it has, where its maker did not put the model there. */
export function nameSaid({
  scopes,
  model,
}: {
  readonly scopes: readonly string[];
  readonly model: string | null;
}): string | null {
  const name = nameInScopes(scopes);
  return name === null || name.toLowerCase() === model?.toLowerCase() ? null : name;
}
