import { clipRing } from './clip-ring.rules.ts';
import { fractalEdge } from './fractal.rules.ts';
import { DISTRICTS, type DistrictFact } from './geography.rules.ts';
import { boxOf, isInside, type Box, type Point } from './plane.rules.ts';
import { clipLeft, type Corner } from './blocks.rules.ts';
import { OUTLINE } from './waters.rules.ts';

export interface District extends DistrictFact {
  /** Rings of its land, outer ones only: schematic, every inner border drawn once and shared by both neighbours. */
  readonly rings: readonly (readonly Point[])[];
  readonly box: Box;
}

const BORDER_SEED = 21;

/** The area nearer to one seed than to any other: a convex cell, its corners on whole metres so that neighbours agree. */
function cellOf(seed: Point, all: readonly Point[]): Point[] {
  const far = 80_000;
  let cell: Corner[] = [
    { x: -far, y: -far, halfM: 0 },
    { x: far, y: -far, halfM: 0 },
    { x: far, y: far, halfM: 0 },
    { x: -far, y: far, halfM: 0 },
  ];
  for (const other of all) {
    if (other === seed) continue;
    const middle = { x: (seed.x + other.x) / 2, y: (seed.y + other.y) / 2 };
    cell = clipLeft(cell, middle, seed.y - other.y, other.x - seed.x, 0);
  }
  return cell.map((p) => ({ x: Math.round(p.x), y: Math.round(p.y) }));
}

/** Corners that two cells reckoned apart by a rounding are one. */
class Corners {
  readonly #known: Point[] = [];

  at(p: Point): Point {
    const known = this.#known.find((each) => Math.abs(each.x - p.x) < 3 && Math.abs(each.y - p.y) < 3);
    if (known) return known;
    this.#known.push(p);
    return p;
  }
}

/** The outer border of a district's cells as rings of corners: an edge that two of its own cells share is none. */
function bordersOf(cells: readonly (readonly Point[])[]): Point[][] {
  const edges = new Map<string, [Point, Point]>();
  const key = (a: Point, b: Point): string => `${a.x},${a.y};${b.x},${b.y}`;
  for (const cell of cells)
    cell.forEach((a, i) => {
      const b = cell[(i + 1) % cell.length]!;
      if (a === b || edges.delete(key(b, a))) return;
      edges.set(key(a, b), [a, b]);
    });
  const rings: Point[][] = [];
  for (const [, [start]] of edges) {
    const ring: Point[] = [];
    let at: Point | undefined = start;
    while (at) {
      const step: [string, [Point, Point]] | undefined = [...edges].find(([, [a]]) => a === at);
      if (!step) break;
      edges.delete(step[0]);
      ring.push(step[1][0]);
      at = step[1][1];
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

/** Schematic borders of the 21 units: nearest-seed cells with natural edges, cut to the city's outline. */
export function drawDistricts(): District[] {
  const seeds = DISTRICTS.flatMap((d) => d.seeds);
  const corners = new Corners();
  return DISTRICTS.map((fact) => {
    const cells = fact.seeds.map((seed) => cellOf(seed, seeds).map((p) => corners.at(p)));
    const rings = bordersOf(cells).flatMap((border) => {
      const natural = border.flatMap((p, i) =>
        fractalEdge(p, border[(i + 1) % border.length]!, 0.13, 130, BORDER_SEED).slice(0, -1),
      );
      return clipRing(natural, OUTLINE);
    });
    return { ...fact, rings, box: boxOf(rings.flat()) };
  });
}

/** The district that holds a point, or null outside the city. */
export function districtAt(districts: readonly District[], p: Point): District | null {
  for (const d of districts) {
    if (p.x < d.box.minX || p.x > d.box.maxX || p.y < d.box.minY || p.y > d.box.maxY) continue;
    if (d.rings.some((ring) => isInside(ring, p))) return d;
  }
  return null;
}
