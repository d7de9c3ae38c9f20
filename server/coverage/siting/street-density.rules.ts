import { covers, type View } from '../view.rules.ts';
import { withinCircle } from './facing-walls.rules.ts';

/** Metres from one place that is looked at on a street to the next. */
const STEP_M = 2;

/** The middle line of a road: x, y of its points in metres of the plane. */
export interface RoadLine {
  readonly name: string | null;
  readonly points: Float64Array;
}

/** What of the streets lies in a view. */
export interface SeenStreet {
  readonly seenM: number;
  /** From the camera over ground; NaN where no street is seen. */
  readonly nearestM: number;
  readonly farthestM: number;
  /** Names of the streets of which something is seen, those with the most first; unnamed ones have none. */
  readonly names: readonly string[];
}

/** How much of the roads' middle lines a view holds, looked at every two metres. */
export function seenStreet(view: View, roads: readonly RoadLine[]): SeenStreet {
  let [seenM, nearestM, farthestM] = [0, NaN, NaN];
  const byName = new Map<string, number>();
  for (const { name, points } of roads)
    for (let i = 0; i + 3 < points.length; i += 2) {
      const line = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!] as const;
      const near = withinCircle(line, view.east, view.north, view.rimM);
      if (near === null) continue;
      const [x1, y1, x2, y2] = near;
      const lengthM = Math.hypot(x2 - x1, y2 - y1);
      const steps = Math.ceil(lengthM / STEP_M);
      for (let step = 0; step < steps; step++) {
        const part = (step + 0.5) / steps;
        const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
        if (!covers(view, x, y)) continue;
        const awayM = Math.hypot(x - view.east, y - view.north);
        seenM += lengthM / steps;
        nearestM = awayM < nearestM || Number.isNaN(nearestM) ? awayM : nearestM;
        farthestM = awayM > farthestM || Number.isNaN(farthestM) ? awayM : farthestM;
        if (name !== null) byName.set(name, (byName.get(name) ?? 0) + lengthM / steps);
      }
    }
  const names = [...byName].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return { seenM, nearestM, farthestM, names };
}
