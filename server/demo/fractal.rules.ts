import { between, distance, type Point } from './plane.rules.ts';
import { hashOf } from './random.rules.ts';

/**
 * A natural line from `a` to `b` by midpoint displacement, ends kept. It depends on its two ends and the seed alone,
 * whichever way it is asked for, so two neighbours that share an edge draw the same border.
 */
export function fractalEdge(a: Point, b: Point, roughness: number, smallestM: number, seed: number): Point[] {
  const forward = a.x < b.x || (a.x === b.x && a.y <= b.y);
  const line = forward
    ? displaced(a, b, roughness, smallestM, seed)
    : displaced(b, a, roughness, smallestM, seed);
  return forward ? line : line.reverse();
}

function displaced(a: Point, b: Point, roughness: number, smallestM: number, seed: number): Point[] {
  const length = distance(a, b);
  if (length < smallestM) return [a, b];
  const by = (hashOf(seed, a.x * 10, a.y * 10, b.x * 10, b.y * 10) / 2147483648 - 1) * roughness;
  const middle = between(a, b, 0.5);
  const moved = { x: middle.x - (b.y - a.y) * by, y: middle.y + (b.x - a.x) * by };
  return [
    ...displaced(a, moved, roughness, smallestM, seed).slice(0, -1),
    ...displaced(moved, b, roughness, smallestM, seed),
  ];
}

/** A natural line through all the given points. */
export function fractalLine(
  points: readonly Point[],
  roughness: number,
  smallestM: number,
  seed: number,
): Point[] {
  const line: Point[] = points.slice(0, 1);
  for (let i = 0; i + 1 < points.length; i++)
    line.push(...fractalEdge(points[i]!, points[i + 1]!, roughness, smallestM, seed).slice(1));
  return line;
}
