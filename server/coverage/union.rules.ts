import type { Ring } from './cells.rules.ts';

/** Edges that come as near to each other as this, in metres, lie on one another: more than rounding makes, less than counts. */
const SAME_M = 1e-8;
/** Edges that turn from each other by more, in radians, cross and do not run along each other. */
const ALONG_RAD = 0.02;

interface Outline {
  /** Counter-clockwise, the first corner repeated. */
  readonly corners: Float64Array;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly at: number;
  readonly near: Outline[];
}

/**
 * Square metres that lie in at least one of the rings, each a simple polygon turning either way, exactly: the parts of
 * the edges that no other ring covers bound the union. Of edges that lie on one another the same way round one bounds it,
 * and of those that run against each other none does.
 */
export function unionM2(rings: readonly Ring[]): number {
  const steps = unionInSteps(rings);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** {@link unionM2} of whoever has something else to do in between: a ring a step. */
export function* unionInSteps(rings: readonly Ring[]): Generator<undefined, number> {
  const outlines = outlinesOf(rings);
  joinNear(outlines);
  let double = 0;
  for (const outline of outlines) {
    const { corners } = outline;
    for (let i = 0; i + 3 < corners.length; i += 2)
      double += openPart(outline, i) * (corners[i]! * corners[i + 3]! - corners[i + 1]! * corners[i + 2]!);
    yield;
  }
  return double / 2;
}

/** In order of their western ends, measured from the corner of the first: far from the origin a product says less. */
function outlinesOf(rings: readonly Ring[]): Outline[] {
  const [fromX, fromY] = [rings[0]?.[0] ?? 0, rings[0]?.[1] ?? 0];
  const closed = rings.map((ring) => closedRing(ring, fromX, fromY)).filter(({ length }) => length >= 8);
  const boxes = closed.map((corners) => {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < corners.length; i += 2) {
      west = Math.min(west, corners[i]!);
      east = Math.max(east, corners[i]!);
      south = Math.min(south, corners[i + 1]!);
      north = Math.max(north, corners[i + 1]!);
    }
    return { corners, west, south, east, north };
  });
  return boxes.sort((a, b) => a.west - b.west).map((box, at) => ({ ...box, at, near: [] }));
}

/** The corners with the first repeated, counter-clockwise, without those that only lead out and back again. */
function closedRing(ring: Ring, fromX: number, fromY: number): Float64Array {
  const left = new Float64Array(ring.length + 2);
  let start = 0;
  let end = 0;
  for (let i = 0; i < ring.length; i += 2) {
    left[end] = ring[i]! - fromX;
    left[end + 1] = ring[i + 1]! - fromY;
    while (end > 0 && isNoCorner(left, end > 2 ? end - 4 : end - 2, end - 2, end)) {
      left.copyWithin(end - 2, end, end + 2);
      end -= 2;
    }
    end += 2;
  }
  while (end - start > 4 && isNoCorner(left, end - 4, end - 2, start)) end -= 2;
  while (end - start > 4 && isNoCorner(left, end - 2, start, start + 2)) start += 2;
  if (end - start < 6) return new Float64Array();
  left.copyWithin(end, start, start + 2);
  const closed = left.subarray(start, end + 2);
  let double = 0;
  for (let i = 0; i + 3 < closed.length; i += 2)
    double += closed[i]! * closed[i + 3]! - closed[i + 1]! * closed[i + 2]!;
  return double < 0 ? closed.map((_, i) => closed[closed.length - 2 - i + 2 * (i % 2)]!) : closed;
}

/** Whether a corner is the next one again, or the tip of a way out and back along itself; `before` may be the corner. */
function isNoCorner(corners: Float64Array, before: number, at: number, next: number): boolean {
  const [x, y] = [corners[at]!, corners[at + 1]!];
  const [dx, dy] = [corners[next]! - x, corners[next + 1]! - y];
  const ahead = dx * dx + dy * dy;
  if (ahead <= SAME_M * SAME_M) return true;
  const [backX, backY] = [corners[before]! - x, corners[before + 1]! - y];
  if (backX * dx + backY * dy <= 0) return false;
  const back = backX * backX + backY * backY;
  return Math.abs(backX * dy - backY * dx) <= SAME_M * Math.sqrt(Math.max(ahead, back));
}

/** Tells every outline of those whose boxes meet its own; they come in order of their western ends. */
function joinNear(outlines: readonly Outline[]): void {
  outlines.forEach((one, i) => {
    for (let j = i + 1; j < outlines.length; j++) {
      const other = outlines[j]!;
      if (other.west > one.east + SAME_M) break;
      if (other.south > one.north + SAME_M || other.north < one.south - SAME_M) continue;
      one.near.push(other);
      other.near.push(one);
    }
  });
}

// Of the edge that is looked at: what others cover of it, as starts and ends in metres from its first corner.
const covered: number[] = [];
const crossings: number[] = [];
const along: { from: number; to: number; isLeft: boolean }[] = [];

/** The part of an edge, 0 to 1, that bounds the union. */
function openPart({ corners, near, at }: Outline, i: number): number {
  if (near.length === 0) return 1;
  const x = corners[i]!;
  const y = corners[i + 1]!;
  const dx = corners[i + 2]! - x;
  const dy = corners[i + 3]! - y;
  const length = Math.sqrt(dx * dx + dy * dy);
  covered.length = 0;
  for (const other of near) {
    if (other.west > Math.max(x, x + dx) + SAME_M || other.east < Math.min(x, x + dx) - SAME_M) continue;
    if (other.south > Math.max(y, y + dy) + SAME_M || other.north < Math.min(y, y + dy) - SAME_M) continue;
    cover(other, x, y, dx / length, dy / length, length, other.at < at);
  }
  return covered.length === 0 ? 1 : 1 - joined(covered) / length;
}

/** Adds what an outline covers of an edge; what lies on an edge of its own the same way round only if it comes first. */
function cover(
  { corners }: Outline,
  x: number,
  y: number,
  ux: number,
  uy: number,
  length: number,
  first: boolean,
): void {
  crossings.length = 0;
  along.length = 0;
  let x1 = corners[0]! - x;
  let y1 = corners[1]! - y;
  let side1 = ux * y1 - uy * x1;
  for (let i = 2; i < corners.length; i += 2) {
    const x2 = corners[i]! - x;
    const y2 = corners[i + 1]! - y;
    const side2 = ux * y2 - uy * x2;
    if ((side1 <= SAME_M || side2 <= SAME_M) && (side1 >= -SAME_M || side2 >= -SAME_M)) {
      const t1 = ux * x1 + uy * y1;
      const t2 = ux * x2 + uy * y2;
      if (side1 > 0 !== side2 > 0) crossings.push(t1 + ((t2 - t1) * side1) / (side1 - side2));
      if (Math.abs(side2 - side1) <= ALONG_RAD * Math.abs(t2 - t1)) runAlong(t1, side1, t2, side2, length);
    }
    x1 = x2;
    y1 = y2;
    side1 = side2;
  }
  crossings.sort((a, b) => a - b);
  if (along.length > 0) return coverAlong(length, first);
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = Math.max(crossings[i]!, 0);
    const to = Math.min(crossings[i + 1]!, length);
    if (to > from) covered.push(from, to);
  }
}

/** Notes the stretch over which an edge lies on the one that is looked at, on each side of it for itself. */
function runAlong(t1: number, side1: number, t2: number, side2: number, length: number): void {
  const turn = side2 - side1;
  const at = (side: number): number =>
    turn === 0 ? Number(side > side1) : Math.min(Math.max((side - side1) / turn, 0), 1);
  for (const [one, two] of [
    [at(-SAME_M), at(0)],
    [at(0), at(SAME_M)],
  ] as const) {
    const ends = [t1 + (t2 - t1) * one, t1 + (t2 - t1) * two];
    const from = Math.max(Math.min(...ends), 0);
    const to = Math.min(Math.max(...ends), length);
    if (to > from) along.push({ from, to, isLeft: side1 + (turn * (one + two)) / 2 > 0 });
  }
}

/**
 * Where edges lie along the one that is looked at, what counts is the ground beyond them on its two sides: the side of its
 * own ring, which is the left, and the other. With ground on the left alone the outline that comes first bounds the union.
 */
function coverAlong(length: number, first: boolean): void {
  const stops = [0, length, ...crossings, ...along.flatMap(({ from, to }) => [from, to])]
    .filter((stop) => stop >= 0 && stop <= length)
    .sort((a, b) => a - b);
  for (let i = 0; i + 1 < stops.length; i++) {
    const [from, to] = [stops[i]!, stops[i + 1]!];
    const middle = (from + to) / 2;
    const there = along.filter((each) => each.from < middle && each.to > middle);
    const lefts = there.filter(({ isLeft }) => isLeft).length;
    const isLeft = (crossings.filter((crossing) => crossing > middle).length + lefts) % 2 === 1;
    const isRight = isLeft !== (there.length % 2 === 1);
    if (to > from && (isRight || (isLeft && first))) covered.push(from, to);
  }
}

/** The length of starts and ends together, each metre counted once. */
function joined(spans: readonly number[]): number {
  if (spans.length === 2) return spans[1]! - spans[0]!;
  const order = Array.from({ length: spans.length / 2 }, (_, i) => 2 * i).sort(
    (a, b) => spans[a]! - spans[b]!,
  );
  let [length, end] = [0, -Infinity];
  for (const i of order) {
    const to = spans[i + 1]!;
    if (to <= end) continue;
    length += to - Math.max(spans[i]!, end);
    end = to;
  }
  return length;
}
