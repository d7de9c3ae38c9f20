import RBush from 'rbush';
import { inset, leg, subdivide, type Block, type Corner, type CutStreet, type Kerb } from './blocks.rules.ts';
import type { Ground } from './ground.rules.ts';
import { bearingDeg, boxOf, centroidOf, type Box, type Point } from './plane.rules.ts';
import { STREET_STYLES, type Lattice, type LatticeRoad, type QuarterKind } from './quarters.rules.ts';
import { hashOf, noiseAt, randomFrom } from './random.rules.ts';

export interface TownBlock {
  readonly ring: Block;
  readonly kind: QuarterKind;
}
export interface TownRoad extends LatticeRoad {
  readonly line: readonly Point[];
}
export interface Town {
  readonly blocks: readonly TownBlock[];
  readonly roads: readonly TownRoad[];
  readonly cuts: readonly CutStreet[];
  readonly kerbs: readonly Kerb[];
  readonly superblocks: readonly (readonly Point[])[];
}

interface Taken extends Box {
  readonly ring: readonly Point[];
}

/** Whether two convex rings overlap by more than a touch. */
function overlap(a: readonly Point[], b: readonly Point[]): boolean {
  for (const [ring, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (let i = 0; i < ring.length; i++) {
      const p = ring[i]!;
      const q = ring[(i + 1) % ring.length]!;
      const side = (r: Point): number => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
      const length = Math.hypot(q.x - p.x, q.y - p.y);
      if (other.every((r) => side(r) / length < 0.5)) return false;
    }
  return true;
}

/** Lays out every quarter: main roads and streets of its grid, superblocks cut into blocks, kerbs at the crossings. */
export function layOutTown(lattices: readonly Lattice[], ground: Ground, seed: number): Town {
  const taken = new RBush<Taken>();
  const town = {
    blocks: [] as TownBlock[],
    roads: [] as TownRoad[],
    cuts: [] as CutStreet[],
    kerbs: [] as Kerb[],
    superblocks: [] as (readonly Point[])[],
  };
  lattices.forEach((lattice, q) => {
    const accepted = new Set<string>();
    for (let i = 0; i + 1 < lattice.nodes.length; i++)
      for (let j = 0; j + 1 < lattice.rows.length; j++) {
        const ring = superblock(lattice, i, j);
        const box = boxOf(ring);
        const middle = centroidOf(ring);
        if (!ground.isDry(middle)) continue;
        if (lattice.ragged && isFrayed(lattice, i, j, middle, seed)) continue;
        if (taken.search(box).some((other) => overlap(ring, other.ring))) continue;
        taken.insert({ ...box, ring });
        accepted.add(`${i},${j}`);
        town.superblocks.push(ring);
        cutSuperblock(lattice.kind, ring, randomFrom(hashOf(seed, q, i, j)), town);
      }
    town.roads.push(...latticeRoads(lattice, (i, j) => accepted.has(`${i},${j}`)));
  });
  return town;
}

/** Whether a superblock lies beyond the natural edge of its quarter. */
function isFrayed(lattice: Lattice, i: number, j: number, middle: Point, seed: number): boolean {
  const u = (2 * (i + 0.5)) / (lattice.columns.length - 1) - 1;
  const v = (2 * (j + 0.5)) / (lattice.rows.length - 1) - 1;
  return Math.hypot(u, v) * 0.72 + noiseAt(seed + 31, middle.x / 260, middle.y / 260) * 0.32 > 0.86;
}

function superblock(lattice: Lattice, i: number, j: number): Corner[] {
  const corner = (p: Point, road: LatticeRoad): Corner => ({ x: p.x, y: p.y, halfM: road.widthM / 2 });
  const [west, east] = [lattice.nodes[i]!, lattice.nodes[i + 1]!];
  return [
    corner(west[j]!, lattice.rows[j]!),
    corner(east[j]!, lattice.columns[i + 1]!),
    corner(east[j + 1]!, lattice.rows[j + 1]!),
    corner(west[j + 1]!, lattice.columns[i]!),
  ];
}

function cutSuperblock(
  kind: QuarterKind,
  ring: readonly Corner[],
  random: () => number,
  town: { blocks: TownBlock[]; cuts: CutStreet[]; kerbs: Kerb[] },
): void {
  const kerbs: Kerb[] = [];
  const body = inset(ring, (corner) => corner.halfM);
  body.forEach((p, k) => {
    const next = body[(k + 1) % body.length]!;
    const before = body[(k + body.length - 1) % body.length]!;
    const onward = bearingDeg(p, next);
    const back = bearingDeg(p, before);
    const legs = [
      leg(onward, 1, p.halfM * 2),
      leg(back, -1, before.halfM * 2),
      leg(onward + 180, -1, p.halfM * 2),
      leg(back + 180, 1, before.halfM * 2),
    ];
    kerbs.push({ x: p.x, y: p.y, legs, rank: 2 + (p.halfM > 6 ? 1 : 0) + (before.halfM > 6 ? 1 : 0) });
  });
  const found = { blocks: [] as Block[], streets: [] as CutStreet[], kerbs };
  subdivide(body, STREET_STYLES[kind], random, found);
  town.blocks.push(...found.blocks.map((block) => ({ ring: block, kind })));
  town.cuts.push(...found.streets);
  town.kerbs.push(...found.kerbs);
}

/** Each line of the grid as one road where it borders on an accepted superblock. */
function latticeRoads(lattice: Lattice, has: (i: number, j: number) => boolean): TownRoad[] {
  const roads: TownRoad[] = [];
  const run = (road: LatticeRoad, points: readonly Point[], borders: (k: number) => boolean): void => {
    let line: Point[] = [];
    for (let k = 0; k < points.length; k++) {
      line.push(points[k]!);
      if (k + 1 < points.length && borders(k)) continue;
      if (line.length > 1) roads.push({ ...road, line });
      line = [];
    }
  };
  lattice.rows.forEach((road, j) =>
    run(
      road,
      lattice.nodes.map((column) => column[j]!),
      (i) => has(i, j) || has(i, j - 1),
    ),
  );
  lattice.columns.forEach((road, i) => run(road, lattice.nodes[i]!, (j) => has(i, j) || has(i - 1, j)));
  return roads;
}
