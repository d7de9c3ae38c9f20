import { areaOf, bearingDeg, step, type Point } from './plane.rules.ts';
import { between, type Random } from './random.rules.ts';

/** A corner of a convex block; `halfM` is half the width of the road beyond the edge that begins here. */
export interface Corner extends Point {
  readonly halfM: number;
}
export type Block = readonly Corner[];

export interface StreetStyle {
  /** Blocks are cut until they are about this large. */
  readonly blockM2: number;
  /** Cuts of anything larger than this are streets, of anything smaller lanes. */
  readonly streetM2: number;
  readonly streetWidthM: number;
  readonly laneWidthM: number;
  /** How far a cut may lean away from square, degrees. */
  readonly leanDeg: number;
}

export interface CutStreet {
  readonly kind: 'street' | 'lane';
  readonly widthM: number;
  readonly line: readonly [Point, Point];
}

/** A kerb at a crossing where a pole can stand, and the streets that it can look along. */
export interface Kerb extends Point {
  readonly legs: readonly Leg[];
  /** How much of a crossing it is: 1 a lane's mouth to 4 where two main roads meet. */
  readonly rank: number;
}

/** One street seen from a kerb. Turning by `inward` (1 clockwise, -1 counter-clockwise) looks towards its middle. */
export interface Leg {
  readonly deg: number;
  readonly inward: -1 | 0 | 1;
  readonly widthM: number;
}

export const leg = (deg: number, inward: Leg['inward'], widthM: number): Leg => ({
  deg: ((deg % 360) + 360) % 360,
  inward,
  widthM,
});

/** The part of a convex ring on the left of the line through `p` with direction (dx, dy); the cut edge gets `halfM`. */
export function clipLeft(ring: Block, p: Point, dx: number, dy: number, halfM: number): Corner[] {
  const kept: Corner[] = [];
  const side = (q: Point): number => dx * (q.y - p.y) - dy * (q.x - p.x);
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[(i + 1) % ring.length]!;
    const sa = side(a);
    const sb = side(b);
    if (sa >= 0) kept.push(a);
    if (sa >= 0 !== sb >= 0) {
      const t = sa / (sa - sb);
      const x = a.x + (b.x - a.x) * t;
      const y = a.y + (b.y - a.y) * t;
      kept.push({ x, y, halfM: sa >= 0 ? halfM : a.halfM });
    }
  }
  return kept;
}

/** A convex ring drawn in, each edge by its own metres; empty when nothing is left. Counter-clockwise in and out. */
export function inset(ring: Block, metres: (corner: Corner, index: number) => number): Corner[] {
  let left: Corner[] = [...ring];
  for (let i = 0; i < ring.length && left.length > 2; i++) {
    const a = ring[i]!;
    const b = ring[(i + 1) % ring.length]!;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 0.01) continue;
    const dx = (b.x - a.x) / length;
    const dy = (b.y - a.y) / length;
    const by = metres(a, i);
    left = clipLeft(left, { x: a.x - dy * by, y: a.y + dx * by }, dx, dy, a.halfM);
  }
  return left.length > 2 && areaOf(left) > 1 ? left : [];
}

/** Direction of the longest edge and the ring's extent along and across it. */
export function frameOf(ring: readonly Point[]): {
  dx: number;
  dy: number;
  alongM: number;
  acrossM: number;
  lowAlong: number;
  lowAcross: number;
} {
  let longest = 0;
  let dx = 1;
  let dy = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[(i + 1) % ring.length]!;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length > longest) {
      longest = length;
      dx = (b.x - a.x) / length;
      dy = (b.y - a.y) / length;
    }
  }
  const along = ring.map((p) => p.x * dx + p.y * dy);
  const across = ring.map((p) => p.y * dx - p.x * dy);
  const lowAlong = Math.min(...along);
  const lowAcross = Math.min(...across);
  return {
    dx,
    dy,
    alongM: Math.max(...along) - lowAlong,
    acrossM: Math.max(...across) - lowAcross,
    lowAlong,
    lowAcross,
  };
}

interface Cut {
  readonly p: Point;
  readonly dx: number;
  readonly dy: number;
}

/** A line across the longer extent of the ring, leaning by at most `leanDeg`. */
export function crossCut(ring: readonly Point[], random: Random, leanDeg: number, spread: number): Cut {
  const share = 0.5 + between(random, -spread, spread);
  const square =
    ring.length === 4 ? fourSidedCut(ring, share, between(random, -0.4, 0.4) * leanDeg * 0.02) : null;
  if (square) return square;
  const frame = frameOf(ring);
  const lean = (between(random, -leanDeg, leanDeg) * Math.PI) / 180;
  const alongIsLonger = frame.alongM >= frame.acrossM;
  const u = frame.lowAlong + frame.alongM * (alongIsLonger ? share : 0.5);
  const w = frame.lowAcross + frame.acrossM * (alongIsLonger ? 0.5 : share);
  const p = { x: u * frame.dx - w * frame.dy, y: u * frame.dy + w * frame.dx };
  const [tx, ty] = alongIsLonger ? [-frame.dy, frame.dx] : [frame.dx, frame.dy];
  const cos = Math.cos(lean);
  const sin = Math.sin(lean);
  return { p, dx: tx * cos - ty * sin, dy: tx * sin + ty * cos };
}

/** From one long side to the other at the same share, so that cuts keep to the grain of their quarter. */
function fourSidedCut(ring: readonly Point[], share: number, skew: number): Cut {
  const [a, b, c, d] = ring as readonly [Point, Point, Point, Point];
  const alongM = Math.hypot(b.x - a.x, b.y - a.y) + Math.hypot(c.x - d.x, c.y - d.y);
  const acrossM = Math.hypot(d.x - a.x, d.y - a.y) + Math.hypot(c.x - b.x, c.y - b.y);
  const mix = (p: Point, q: Point, t: number): Point => ({
    x: p.x + (q.x - p.x) * t,
    y: p.y + (q.y - p.y) * t,
  });
  const [from, to] =
    alongM >= acrossM
      ? [mix(a, b, share - skew), mix(d, c, share + skew)]
      : [mix(a, d, share - skew), mix(b, c, share + skew)];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { p: from, dx: (to.x - from.x) / length, dy: (to.y - from.y) / length };
}

export interface Subdivision {
  readonly blocks: Block[];
  readonly streets: CutStreet[];
  readonly kerbs: Kerb[];
}

/** Cuts a convex superblock by streets and then lanes, as an old town grows, down to its blocks. */
export function subdivide(ring: Block, style: StreetStyle, random: Random, into: Subdivision): void {
  const area = areaOf(ring);
  if (ring.length < 3 || area < 120) return;
  const frame = frameOf(ring);
  const narrow = Math.min(frame.alongM, frame.acrossM);
  if (area < style.blockM2 * between(random, 0.75, 1.35) || narrow < 24) {
    into.blocks.push(ring);
    return;
  }
  const kind = area > style.streetM2 ? 'street' : 'lane';
  const widthM = kind === 'street' ? style.streetWidthM : style.laneWidthM;
  const cut = crossCut(ring, random, style.leanDeg, 0.1);
  const half = widthM / 2;
  const left = clipLeft(
    ring,
    { x: cut.p.x - cut.dy * half, y: cut.p.y + cut.dx * half },
    cut.dx,
    cut.dy,
    half,
  );
  const right = clipLeft(
    ring,
    { x: cut.p.x + cut.dy * half, y: cut.p.y - cut.dx * half },
    -cut.dx,
    -cut.dy,
    half,
  );
  const ends = endsOf(ring, cut);
  if (ends) {
    const [a, b] = ends;
    const heading = bearingDeg(a, b);
    into.streets.push({ kind, widthM, line: [step(a, heading + 180, a.halfM), step(b, heading, b.halfM)] });
    into.kerbs.push(kerbAt(a, heading, half, kind), kerbAt(b, heading + 180, half, kind));
  }
  subdivide(left, style, random, into);
  subdivide(right, style, random, into);
}

interface End extends Point {
  readonly halfM: number;
  readonly edgeDeg: number;
}

function endsOf(ring: Block, cut: Cut): [End, End] | null {
  const ends: End[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[(i + 1) % ring.length]!;
    const sa = cut.dx * (a.y - cut.p.y) - cut.dy * (a.x - cut.p.x);
    const sb = cut.dx * (b.y - cut.p.y) - cut.dy * (b.x - cut.p.x);
    if (sa >= 0 === sb >= 0) continue;
    const t = sa / (sa - sb);
    ends.push({
      x: a.x + (b.x - a.x) * t,
      y: a.y + (b.y - a.y) * t,
      halfM: a.halfM,
      edgeDeg: bearingDeg(a, b),
    });
  }
  const [first, second] = ends;
  return first && second ? [first, second] : null;
}

/** The corner where a cut meets its parent road: on the kerb, beside the mouth of the street. */
function kerbAt(end: End, intoStreetDeg: number, halfM: number, kind: 'street' | 'lane'): Kerb {
  const p = step(end, end.edgeDeg, halfM - 0.4);
  const turnTo = (from: number, to: number): -1 | 1 =>
    Math.sin(((to - from) * Math.PI) / 180) >= 0 ? 1 : -1;
  const legs = [
    leg(intoStreetDeg, turnTo(intoStreetDeg, end.edgeDeg + 180), halfM * 2),
    leg(end.edgeDeg, turnTo(end.edgeDeg, intoStreetDeg + 180), end.halfM * 2),
    leg(end.edgeDeg + 180, turnTo(end.edgeDeg + 180, intoStreetDeg + 180), end.halfM * 2),
  ];
  return { ...p, legs, rank: (end.halfM > 6 ? 2 : 1) + (kind === 'street' ? 1 : 0) };
}
