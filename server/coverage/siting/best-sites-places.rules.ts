import { vfovDeg } from '../lens.rules.ts';
import type { Pose } from '../view.rules.ts';
import type { Walls } from '../walls.rules.ts';

const RAD = Math.PI / 180;
const TURN_DEG = 360;
/** Bearings that are tried at most at one place. */
const MOST_BEARINGS = 24;
/** Metres within which two candidates are one. */
const SAME_PLACE_M = 4;
/** Metres from the edge of the road to the pole. */
const KERB_M = 0.5;
const CELL_M = 50;
const CELLS_WIDE = 2 ** 20;

/** A road as a line of the plane. */
export interface RoadLine {
  readonly name: string | null;
  readonly widthM: number;
  readonly points: readonly (readonly [east: number, north: number])[];
}

/** Where a camera may stand, and the bearing of the plane along the street there. */
export interface Place {
  readonly east: number;
  readonly north: number;
  readonly street: string | null;
  readonly alongDeg: number;
  /** Metres from the middle of the street to the pole; 0 where it stands exactly here. */
  readonly asideM: number;
}

/** What a model of camera sees by; a fisheye looks all around. */
export interface Model {
  readonly kind: 'fixed' | 'fisheye';
  readonly hfovDeg: number;
  readonly rangeM: number;
  readonly heightM: number;
}

/** Every so many metres along each road, the first and last half a step from its ends. */
export function placesAlong(roads: readonly RoadLine[], everyM: number): Place[] {
  const places: Place[] = [];
  for (const { name, widthM, points } of roads) {
    const length = lengthOf(points);
    const count = Math.max(1, Math.round(length / everyM));
    let next = length / count / 2;
    let walked = 0;
    for (let i = 1; i < points.length; i++) {
      const [x1, y1] = points[i - 1]!;
      const [x2, y2] = points[i]!;
      const part = Math.hypot(x2 - x1, y2 - y1);
      while (part > 0 && next <= walked + part + 1e-9) {
        const t = (next - walked) / part;
        places.push({
          ...{ east: x1 + t * (x2 - x1), north: y1 + t * (y2 - y1), street: name },
          ...{ alongDeg: bearingOf(x2 - x1, y2 - y1), asideM: widthM / 2 + KERB_M },
        });
        next += length / count;
      }
      walked += part;
    }
  }
  return apart(places);
}

/** Where two roads cross or meet. */
export function cornersOf(roads: readonly RoadLine[]): Place[] {
  const pieces = roads.flatMap((road, at) =>
    road.points.slice(1).map((end, i) => ({ at, road, from: road.points[i]!, to: end })),
  );
  const cells = new Map<number, number[]>();
  const places: Place[] = [];
  pieces.forEach(({ at, road, from, to }, i) => {
    const near = new Set<number>();
    eachCell(from, to, (cell) => {
      const there = cells.get(cell);
      if (there === undefined) cells.set(cell, [i]);
      else {
        for (const other of there) near.add(other);
        there.push(i);
      }
    });
    for (const each of near) {
      const other = pieces[each]!;
      if (other.at === at) continue;
      const met = meeting(from, to, other.from, other.to);
      if (met === null) continue;
      places.push({
        ...{ east: met[0], north: met[1], street: road.name ?? other.road.name },
        alongDeg: bearingOf(to[0] - from[0], to[1] - from[1]),
        asideM: Math.max(road.widthM, other.road.widthM) / 2 + KERB_M,
      });
    }
  });
  return apart(places);
}

const lengthOf = (points: RoadLine['points']): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i]![0], y - points[i]![1]), 0);

const bearingOf = (dx: number, dy: number): number => (Math.atan2(dx, dy) / RAD + TURN_DEG) % TURN_DEG;

type Point = readonly [east: number, north: number];

function eachCell([x1, y1]: Point, [x2, y2]: Point, visit: (cell: number) => void): void {
  const [west, east] = [
    Math.floor((Math.min(x1, x2) - 1) / CELL_M),
    Math.floor((Math.max(x1, x2) + 1) / CELL_M),
  ];
  const [south, north] = [
    Math.floor((Math.min(y1, y2) - 1) / CELL_M),
    Math.floor((Math.max(y1, y2) + 1) / CELL_M),
  ];
  for (let row = south; row <= north; row++)
    for (let column = west; column <= east; column++) visit(row * CELLS_WIDE + column);
}

/** Where two pieces cross, with a little grace at their ends; null where they do not. */
function meeting(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [abx, aby, cdx, cdy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = abx * cdy - aby * cdx;
  const [ab, cd] = [Math.hypot(abx, aby), Math.hypot(cdx, cdy)];
  // What runs on in one line is no corner.
  if (Math.abs(cross) < 0.17 * ab * cd) return null;
  const t = ((c[0] - a[0]) * cdy - (c[1] - a[1]) * cdx) / cross;
  const u = ((c[0] - a[0]) * aby - (c[1] - a[1]) * abx) / cross;
  const [graceT, graceU] = [0.5 / ab, 0.5 / cd];
  if (t < -graceT || t > 1 + graceT || u < -graceU || u > 1 + graceU) return null;
  return [a[0] + t * abx, a[1] + t * aby];
}

/** Each place that does not lie upon an earlier one. */
function apart(places: readonly Place[]): Place[] {
  const cells = new Map<number, Place[]>();
  return places.filter((place) => {
    const [column, row] = [Math.floor(place.east / SAME_PLACE_M), Math.floor(place.north / SAME_PLACE_M)];
    for (let y = row - 1; y <= row + 1; y++)
      for (let x = column - 1; x <= column + 1; x++)
        for (const other of cells.get(y * CELLS_WIDE + x) ?? [])
          if (Math.hypot(other.east - place.east, other.north - place.north) < SAME_PLACE_M) return false;
    const there = cells.get(row * CELLS_WIDE + column);
    if (there === undefined) cells.set(row * CELLS_WIDE + column, [place]);
    else there.push(place);
    return true;
  });
}

/** The place at the roadside, right or left of the street, that stands in no building; null where there is none. */
export function standing(place: Place, walls: Walls): Place | null {
  const [sin, cos] = [Math.sin(place.alongDeg * RAD), Math.cos(place.alongDeg * RAD)];
  const sides = place.asideM === 0 ? [0] : [place.asideM, -place.asideM, 0];
  for (const side of sides) {
    const [east, north] = [place.east + side * cos, place.north - side * sin];
    if (walls.around(east, north).length === 0) return { ...place, east, north, asideM: 0 };
  }
  return null;
}

/** Below the horizon so that the upper edge of the picture meets the ground at the camera's range. */
const tiltOf = ({ hfovDeg, heightM, rangeM }: Model): number =>
  Math.min(90, Math.atan2(heightM, rangeM) / RAD + vfovDeg(hfovDeg) / 2);

/** The ways in which a model may look from a place: along the street both ways, and half its width on all around. */
export function posesAt({ east, north, alongDeg }: Place, model: Model): Pose[] {
  const { kind, hfovDeg, rangeM, heightM } = model;
  const at = { east, north, rangeM, heightM };
  if (kind === 'fisheye') return [{ ...at, azimuthDeg: 0, hfovDeg: TURN_DEG, tiltDeg: NaN, vfovDeg: NaN }];
  const bearings = Math.min(MOST_BEARINGS, 2 * Math.ceil(TURN_DEG / hfovDeg));
  return Array.from({ length: bearings }, (_, i) => ({
    ...at,
    azimuthDeg: (alongDeg + (i * TURN_DEG) / bearings) % TURN_DEG,
    ...{ hfovDeg, tiltDeg: tiltOf(model), vfovDeg: vfovDeg(hfovDeg) },
  }));
}
