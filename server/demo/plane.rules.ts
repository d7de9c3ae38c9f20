import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';

/** Metres east and north of the city's centre. The generator works here; only its output is in degrees. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const ORIGIN: LonLat = lonLat(128.896, 37.7521);
const LON_METRES = 88_129;
const LAT_METRES = 110_992;

export const at = (lon: number, lat: number): Point => ({
  x: (lon - ORIGIN[0]) * LON_METRES,
  y: (lat - ORIGIN[1]) * LAT_METRES,
});

/** Degrees, rounded to about a centimetre so that equal seeds give equal bytes. */
export const toLonLat = (p: Point): LonLat =>
  lonLat(
    Math.round((ORIGIN[0] + p.x / LON_METRES) * 1e7) / 1e7,
    Math.round((ORIGIN[1] + p.y / LAT_METRES) * 1e7) / 1e7,
  );

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
export const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** Degrees clockwise from north, [0, 360). */
export const bearingDeg = (from: Point, to: Point): number =>
  ((Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI + 360) % 360;

export const step = (from: Point, bearing: number, metres: number): Point => ({
  x: from.x + Math.sin((bearing * Math.PI) / 180) * metres,
  y: from.y + Math.cos((bearing * Math.PI) / 180) * metres,
});

/** Twice-signed area halved: positive for a counter-clockwise ring. */
export function areaOf(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j]!;
    const b = ring[i]!;
    sum += a.x * b.y - b.x * a.y;
  }
  return sum / 2;
}

export function centroidOf(ring: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const p of ring) {
    x += p.x;
    y += p.y;
  }
  return { x: x / ring.length, y: y / ring.length };
}

export function isInside(ring: readonly Point[], p: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2));
  return Math.hypot(p.x - a.x - dx * t, p.y - a.y - dy * t);
}

export const segmentsCross = (a: Point, b: Point, c: Point, d: Point): boolean => {
  const side = (p: Point, q: Point, r: Point): number =>
    (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
};

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function boxOf(points: readonly Point[], margin = 0): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const p of points) {
    box.minX = Math.min(box.minX, p.x - margin);
    box.minY = Math.min(box.minY, p.y - margin);
    box.maxX = Math.max(box.maxX, p.x + margin);
    box.maxY = Math.max(box.maxY, p.y + margin);
  }
  return box;
}

/** A smooth line through the given points (Catmull-Rom), one vertex about every `spacingM`. */
export function smoothLine(points: readonly Point[], spacingM: number): Point[] {
  const line: Point[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const p0 = points[Math.max(0, i - 1)]!;
    const p1 = points[i]!;
    const p2 = points[i + 1]!;
    const p3 = points[Math.min(points.length - 1, i + 2)]!;
    const steps = Math.max(1, Math.round(distance(p1, p2) / spacingM));
    for (let s = 0; s < steps; s++) {
      const t = s / steps;
      const blend = (a: number, b: number, c: number, d: number): number =>
        0.5 *
        (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
      line.push({ x: blend(p0.x, p1.x, p2.x, p3.x), y: blend(p0.y, p1.y, p2.y, p3.y) });
    }
  }
  const last = points.at(-1);
  if (last) line.push(last);
  return line;
}

/** The line moved sideways: positive metres to the left of its direction. */
export function offsetLine(line: readonly Point[], metres: (index: number) => number): Point[] {
  return line.map((p, i) => {
    const before = line[Math.max(0, i - 1)]!;
    const after = line[Math.min(line.length - 1, i + 1)]!;
    const length = distance(before, after) || 1;
    const by = metres(i);
    return { x: p.x - ((after.y - before.y) / length) * by, y: p.y + ((after.x - before.x) / length) * by };
  });
}
