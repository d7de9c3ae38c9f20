import RBush from 'rbush';
import type { Ground } from './ground.rules.ts';
import { areaOf, boxOf, distance, type Box, type Point } from './plane.rules.ts';
import { QUARTERS } from './quarters.rules.ts';
import { noiseAt } from './random.rules.ts';
import { COURSES, OUTLINE, SHORE } from './waters.rules.ts';

const CELL_M = 110;
/** How steep a slope towards the light must be to be drawn. */
const LEVEL = 0.04;

/** How hilly the city is at the nodes of a grid, from 0 to 1; rows from the south. The heights are invented. */
export interface Relief {
  readonly west: number;
  readonly south: number;
  readonly stepM: number;
  readonly columns: number;
  readonly rows: number;
  readonly heights: Float32Array;
}

export function drawRelief(ground: Ground, seed: number): Relief {
  const box = boxOf(OUTLINE);
  const columns = Math.ceil((box.maxX - box.minX) / CELL_M) + 1;
  const rows = Math.ceil((box.maxY - box.minY) / CELL_M) + 1;
  const valleys = new RBush<Box & Point>();
  const lines = [...COURSES.map((course) => course.line), ...ground.brooks];
  valleys.load(
    lines.flatMap((line) => line.filter((_, i) => i % 3 === 0).map((p) => ({ ...boxOf([p]), ...p }))),
  );
  const heights = new Float32Array(columns * rows);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const p = { x: box.minX + i * CELL_M, y: box.minY + j * CELL_M };
      if (ground.isInCity(p)) heights[j * columns + i] = ridgeAt(p, seed) * wildnessAt(p, valleys);
    }
  return { west: box.minX, south: box.minY, stepM: CELL_M, columns, rows, heights };
}

/** Slopes that face the light, north-west, as rings, so that the hills read as hills. */
export function drawHills({ west: minX, south: minY, columns, rows, heights }: Relief): Point[][] {
  const field = new Float32Array(columns * rows);
  for (let j = 1; j + 1 < rows; j++)
    for (let i = 1; i + 1 < columns; i++) {
      const k = j * columns + i;
      const here = heights[k]!;
      const [west, east, south, north] = [
        heights[k - 1]!,
        heights[k + 1]!,
        heights[k - columns]!,
        heights[k + columns]!,
      ];
      if (Math.min(here, west, east, south, north) > 0) field[k] = east - west + south - north;
    }
  return contours(field, columns, rows, (i, j) => ({ x: minX + i * CELL_M, y: minY + j * CELL_M }));
}

/** Crests of folded noise, in [0, 1]; they run from the main divide in the west down to the sea. */
function ridgeAt(p: Point, seed: number): number {
  const u = p.x * 0.94 + p.y * 0.34;
  const v = -p.x * 0.34 + p.y * 0.94;
  let sum = 0;
  let weight = 0;
  for (const [lengthM, share, salt] of [
    [3400, 1, 41],
    [1500, 0.6, 42],
    [680, 0.22, 43],
  ] as const) {
    sum += share * (1 - Math.abs(noiseAt(seed + salt, u / (lengthM * 1.35), v / lengthM)));
    weight += share;
  }
  return sum / weight;
}

/** How much of a hill a place is: nothing by the shore, in valleys and in quarters, all of it inland. */
function wildnessAt(p: Point, valleys: RBush<Box & Point>): number {
  const inland = shoreDistance(p);
  let wild = Math.max(0, Math.min(1, (inland - 2500) / 6500));
  if (p.y < -5500) wild = Math.max(wild, Math.max(0, Math.min(1, (inland - 500) / 2600)));
  if (wild === 0) return 0;
  for (const near of valleys.search(boxOf([p], 420))) wild = Math.min(wild, distance(near, p) / 420);
  for (const q of QUARTERS) {
    const reach = 0.5 * Math.hypot(q.columns * q.columnM, q.rows * q.rowM) + 250;
    wild = Math.min(wild, Math.max(0, (distance(q.centre, p) - reach) / 900));
  }
  return wild;
}

function shoreDistance(p: Point): number {
  let nearest = Infinity;
  for (let i = 0; i < SHORE.length; i += 6) nearest = Math.min(nearest, distance(SHORE[i]!, p));
  return nearest;
}

/** Rings round everything above the level (marching squares), outer ones only. */
function contours(
  field: Float32Array,
  columns: number,
  rows: number,
  at: (i: number, j: number) => Point,
): Point[][] {
  const next = new Map<number, { to: number; p: Point }>();
  const value = (i: number, j: number): number => field[j * columns + i] ?? 0;
  const edge = (i: number, j: number, vertical: boolean): number =>
    (j * columns + i) * 2 + (vertical ? 1 : 0);
  const crossing = (key: number): Point => {
    const cell = key >> 1;
    const [i, j] = [cell % columns, Math.floor(cell / columns)];
    const [i2, j2] = key & 1 ? [i, j + 1] : [i + 1, j];
    const t = (LEVEL - value(i, j)) / (value(i2, j2) - value(i, j));
    return at(i + (i2 - i) * t, j + (j2 - j) * t);
  };
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const bits =
        (value(i, j) > LEVEL ? 1 : 0) |
        (value(i + 1, j) > LEVEL ? 2 : 0) |
        (value(i + 1, j + 1) > LEVEL ? 4 : 0) |
        (value(i, j + 1) > LEVEL ? 8 : 0);
      const [bottom, right, top, left] = [
        edge(i, j, false),
        edge(i + 1, j, true),
        edge(i, j + 1, false),
        edge(i, j, true),
      ];
      for (const [from, to] of SEGMENTS[bits]!) {
        const sides = [bottom, right, top, left] as const;
        next.set(sides[from]!, { to: sides[to]!, p: crossing(sides[from]!) });
      }
    }
  const rings: Point[][] = [];
  while (next.size > 0) {
    const ring: Point[] = [];
    let key = next.keys().next().value!;
    for (let link = next.get(key); link; link = next.get(key)) {
      next.delete(key);
      ring.push(link.p);
      key = link.to;
    }
    if (ring.length > 7 && areaOf(ring) > 25_000) rings.push(ring);
  }
  return rings;
}

/** For each pattern of corners above the level, the sides a contour goes from and to, the hill on its left. */
const SEGMENTS: readonly (readonly (readonly [0 | 1 | 2 | 3, 0 | 1 | 2 | 3])[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];
