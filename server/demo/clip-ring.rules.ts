import { areaOf, isInside, type Point } from './plane.rules.ts';

interface Crossing {
  readonly p: Point;
  readonly onRing: number;
  readonly onOutline: number;
  readonly entering: boolean;
}

/**
 * The parts of a simple ring that lie within a simple outline (Weiler and Atherton), both taken counter-clockwise. A part
 * follows the outline point for point, so that neighbours cut by one outline still meet.
 */
export function clipRing(ring: readonly Point[], outline: readonly Point[]): Point[][] {
  const subject = counterClockwise(ring);
  const fence = counterClockwise(outline);
  const crossings = crossingsOf(subject, fence);
  if (crossings.length === 0) return isInside(fence, subject[0]!) ? [subject] : [];
  const byOutline = [...crossings].sort((a, b) => a.onOutline - b.onOutline);
  const unused = new Set(crossings.filter((each) => each.entering));
  const parts: Point[][] = [];
  for (let start = first(unused); start; start = first(unused)) {
    const part: Point[] = [];
    let entry: Crossing = start;
    do {
      unused.delete(entry);
      const exit: Crossing = crossings[(crossings.indexOf(entry) + 1) % crossings.length]!;
      part.push(entry.p, ...between(subject, entry.onRing, exit.onRing), exit.p);
      const next: Crossing = byOutline[(byOutline.indexOf(exit) + 1) % byOutline.length]!;
      part.push(...between(fence, exit.onOutline, next.onOutline));
      entry = next;
    } while (entry !== start && unused.has(entry));
    parts.push(part);
  }
  return parts;
}

const first = <T>(set: ReadonlySet<T>): T | undefined => set.values().next().value;
const counterClockwise = (ring: readonly Point[]): Point[] =>
  areaOf(ring) < 0 ? [...ring].reverse() : [...ring];

/** Vertices after one position and up to another, going round. */
function between(ring: readonly Point[], from: number, to: number): Point[] {
  const points: Point[] = [];
  const end = to >= from ? to : to + ring.length;
  for (let i = Math.floor(from) + 1; i <= end; i++) points.push(ring[i % ring.length]!);
  return points;
}

/** Where the ring crosses the outline, in the ring's order; a position is an edge's number plus the share along it. */
function crossingsOf(ring: readonly Point[], outline: readonly Point[]): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[(i + 1) % ring.length]!;
    const [lowX, highX, lowY, highY] = [
      Math.min(a.x, b.x),
      Math.max(a.x, b.x),
      Math.min(a.y, b.y),
      Math.max(a.y, b.y),
    ];
    for (let j = 0; j < outline.length; j++) {
      const c = outline[j]!;
      const d = outline[(j + 1) % outline.length]!;
      if ((c.x < lowX && d.x < lowX) || (c.x > highX && d.x > highX)) continue;
      if ((c.y < lowY && d.y < lowY) || (c.y > highY && d.y > highY)) continue;
      const [rx, ry, sx, sy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
      const cross = rx * sy - ry * sx;
      if (cross === 0) continue;
      const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / cross;
      const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / cross;
      if (t < 0 || t >= 1 || u < 0 || u >= 1) continue;
      found.push({
        p: { x: a.x + rx * t, y: a.y + ry * t },
        onRing: i + t,
        onOutline: j + u,
        entering: cross < 0,
      });
    }
  }
  return found.sort((one, other) => one.onRing - other.onRing);
}
