import { area, bearing, distance, polygon } from '@turf/turf';
import type { LonLat } from '../../geodata/lon-lat.ts';

/** Metres over ground between two places, on the sphere. */
export const metresBetween = (a: LonLat, b: LonLat): number => distance([...a], [...b], { units: 'meters' });

export interface Leg {
  readonly distanceM: number;
  /** Degrees clockwise from north. */
  readonly bearingDeg: number;
}

export interface Measured {
  readonly legs: readonly Leg[];
  readonly totalM: number;
  /** Ground inside the closed line; null below three places. A line that crosses itself has no honest area. */
  readonly areaM2: number | null;
}

/** What a line over these places measures: each leg, the whole, and the ground it encloses when closed. */
export function measured(places: readonly LonLat[]): Measured {
  const legs = places.slice(1).map((to, index): Leg => {
    const from = places[index]!;
    return { distanceM: metresBetween(from, to), bearingDeg: (bearing([...from], [...to]) + 360) % 360 };
  });
  const ring = places.map(([lon, lat]) => [lon, lat]);
  return {
    legs,
    totalM: legs.reduce((sum, leg) => sum + leg.distanceM, 0),
    areaM2: places.length < 3 || crossesItself(places) ? null : area(polygon([[...ring, ring[0]!]])),
  };
}

function crossesItself(places: readonly LonLat[]): boolean {
  const { length } = places;
  for (let i = 0; i < length; i++)
    for (let j = i + 1; j < length; j++) {
      if (j === i + 1 || (i === 0 && j === length - 1)) continue;
      const [a, b, c, d] = [places[i]!, places[(i + 1) % length]!, places[j]!, places[(j + 1) % length]!];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  return false;
}

const side = (a: LonLat, b: LonLat, p: LonLat): number =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
