import type { View } from '../view.rules.ts';
import type { Walls } from '../walls.rules.ts';

/** Walls of one view, in the order of the view's pieces. */
export interface FacingWalls {
  /** Buildings to which they belong. */
  readonly buildings: number;
  readonly wallM: number;
  /** Each as x, y of one end and x, y of the other, metres of the plane. */
  readonly lines: Float64Array;
}

/** One stretch of wall that a view ends at. */
interface Stretch {
  readonly buildingId: number;
  readonly line: readonly [number, number, number, number];
}

/**
 * The walls that a camera looks at, up to so many metres away. Whether they have windows, and whether anybody lives
 * behind them, is not known.
 */
export function facingWalls(view: View, walls: Walls, rangeM = view.rimM): FacingWalls {
  const stretches = stretchesOf(view, walls).flatMap((each) => cutAt(view, each, rangeM));
  const lengthOf = ({ line: [x1, y1, x2, y2] }: Stretch): number => Math.hypot(x2 - x1, y2 - y1);
  return {
    buildings: new Set(stretches.map(({ buildingId }) => buildingId)).size,
    wallM: stretches.reduce((sum, each) => sum + lengthOf(each), 0),
    lines: Float64Array.from(stretches.flatMap(({ line }) => line)),
  };
}

/** Pieces of a view that end at a building: their walls are worked out as the view itself does, so that they are equal. */
function stretchesOf(view: View, walls: Walls): Stretch[] {
  const pieces = new Map<number, number[]>();
  for (let piece = 0; piece < view.mx.length; piece++) {
    const x = view.mx[piece]!;
    if (Number.isNaN(x) || (x === 0 && view.my[piece] === 0)) continue;
    const there = pieces.get(x);
    if (there === undefined) pieces.set(x, [piece]);
    else there.push(piece);
  }
  const { east, north } = view;
  const [sin, cos] = [Math.sin(view.startRad), Math.cos(view.startRad)];
  const found: (Stretch & { readonly piece: number })[] = [];
  for (const { buildingId, edges } of walls.within(east, north, view.rimM))
    for (let i = 0; i < edges.length; i += 4) {
      const [x1, y1] = [edges[i]! - east, edges[i + 1]! - north];
      const [x2, y2] = [edges[i + 2]! - east, edges[i + 3]! - north];
      if (x1 * y2 - y1 * x2 >= 0) continue;
      const [px, py] = [x1 * sin + y1 * cos, x1 * cos - y1 * sin];
      const [qx, qy] = [x2 * sin + y2 * cos, x2 * cos - y2 * sin];
      const cross = px * qy - py * qx;
      const [mx, my] = [(qy - py) / cross, -(qx - px) / cross];
      for (const piece of pieces.get(mx) ?? []) {
        if (view.my[piece] !== my) continue;
        const [from, to] = [view.from[piece]!, view.from[piece + 1]!];
        if (!holdsAngle((from + to) / 2, px, py, qx, qy)) continue;
        const [ax, ay] = pointOn(view, from, mx, my);
        const [bx, by] = pointOn(view, to, mx, my);
        found.push({ piece, buildingId, line: [ax, ay, bx, by] });
      }
    }
  return found.sort((a, b) => a.piece - b.piece);
}

/** Whether a direction meets the wall from p to q, which runs clockwise. */
function holdsAngle(angle: number, px: number, py: number, qx: number, qy: number): boolean {
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  return px * uy - py * ux >= 0 && ux * qy - uy * qx >= 0;
}

function pointOn(view: View, angle: number, mx: number, my: number): readonly [number, number] {
  const distance = 1 / (mx * Math.cos(angle) + my * Math.sin(angle));
  const bearing = view.startRad + angle;
  return [view.east + Math.sin(bearing) * distance, view.north + Math.cos(bearing) * distance];
}

/** What of a stretch lies within so many metres. */
function cutAt({ east, north }: View, stretch: Stretch, rangeM: number): Stretch[] {
  const cut = withinCircle(stretch.line, east, north, rangeM);
  return cut === null ? [] : [{ ...stretch, line: cut }];
}

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/** The part of a straight line that a circle holds; null for none. */
export function withinCircle(
  [x1, y1, x2, y2]: Line,
  east: number,
  north: number,
  rangeM: number,
): Line | null {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const square = dx * dx + dy * dy;
  if (square === 0) return null;
  const toward = ((east - x1) * dx + (north - y1) * dy) / square;
  const away = (x1 + toward * dx - east) ** 2 + (y1 + toward * dy - north) ** 2;
  if (away >= rangeM * rangeM) return null;
  const half = Math.sqrt((rangeM * rangeM - away) / square);
  const [from, to] = [Math.max(0, toward - half), Math.min(1, toward + half)];
  if (from >= to) return null;
  return [x1 + from * dx, y1 + from * dy, x1 + to * dx, y1 + to * dy];
}
