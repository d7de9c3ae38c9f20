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

const MOST_PORTS = 8;
const wordsOf = (typed: string): string[] => typed.split(/[\s,]+/).filter((each) => each !== '');
const isPort = (word: string): boolean =>
  /^\d{1,5}$/.test(word) && Number(word) >= 1 && Number(word) <= 65_535;

/** The ports that were typed, or null where one of them is none, or there are none or more than eight. */
export function portsOf(typed: string): number[] | null {
  const words = wordsOf(typed);
  return words.every(isPort) && words.length >= 1 && words.length <= MOST_PORTS ? words.map(Number) : null;
}

/** What is wrong with the ports as they are typed: the first word that is none, or too many; null where nothing is. */
export function wrongPorts(
  typed: string,
): { readonly word: string } | { readonly count: number; readonly most: number } | null {
  const words = wordsOf(typed);
  const word = words.find((each) => !isPort(each));
  if (word !== undefined) return { word };
  return words.length > MOST_PORTS ? { count: words.length, most: MOST_PORTS } : null;
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
