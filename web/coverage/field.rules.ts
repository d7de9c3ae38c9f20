import { convergenceDeg, placeOf } from '../../server/coverage/plane.rules.ts';
import { rimOf, type View } from '../../server/coverage/view.rules.ts';
import type { Fan } from '../map/fan-mesh.ts';

const RAD = Math.PI / 180;
/** No fan of the map has more points on its rim. */
export const MOST_POINTS = 120;

/** A view as the map draws it: the ground that is seen, in true metres east and north of where the camera looks from. */
export function fieldOf(view: View): Fan {
  const apex = placeOf(view.east, view.north);
  const turn = convergenceDeg(apex) * RAD;
  const closed = view.widthRad >= 2 * Math.PI;
  const points = rimOf(view).map(({ bearingRad, distanceM, nearM }): Point => {
    const [sin, cos] = [Math.sin(bearingRad + turn), Math.cos(bearingRad + turn)];
    return [sin * distanceM, cos * distanceM, sin * nearM, cos * nearM];
  });
  const kept = fewer(points, MOST_POINTS, closed);
  const rim = Float32Array.from(kept.flatMap(([x, y]) => [x, y]));
  if (closed || view.nearX.length === 0) return { apex, rim, closed };
  return { apex, rim, closed, inner: Float32Array.from(kept.flatMap(([, , x, y]) => [x, y])) };
}

type Point = [eastM: number, northM: number, nearEastM: number, nearNorthM: number];

/** At most so many points: those go first whose going changes the area least. The ends of an open rim stay. */
function fewer(points: Point[], most: number, closed: boolean): Point[] {
  const left = [...points];
  const weight = (i: number): number => {
    if (!closed && (i === 0 || i === left.length - 1)) return Infinity;
    const [ax, ay] = left[(i + left.length - 1) % left.length]!;
    const [bx, by] = left[i]!;
    const [cx, cy] = left[(i + 1) % left.length]!;
    return Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  };
  while (left.length > most) {
    let least = 0;
    for (let i = 1; i < left.length; i++) if (weight(i) < weight(least)) least = i;
    left.splice(least, 1);
  }
  return left;
}
