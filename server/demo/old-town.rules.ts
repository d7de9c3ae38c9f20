import { riverBank } from './waters.rules.ts';
import type { Point } from './plane.rules.ts';
import type { Lattice, LatticeRoad } from './quarters.rules.ts';

const main = (name: string, widthM = 16): LatticeRoad => ({ class: 'main', widthM, name });
const street = (name: string | null = null): LatticeRoad => ({ class: 'street', widthM: 10, name });

/** Metres east along the river, west to east. */
const COLUMNS_M = [-1010, -690, -365, -30, 293, 610, 925, 1230];
const COLUMNS = [
  street('남문길'),
  main('임영로', 18),
  street('금성로'),
  main('옥천로', 26),
  main('옥가로', 14),
  street('중앙서로'),
  main('포남로', 18),
  street(),
];

/** Metres north of the bank. */
const NORTH_M = [17, 238, 498, 760, 1030, 1300];
const NORTH: LatticeRoad[] = [
  main('강변북길', 14),
  main('토성로', 24),
  { class: 'trunk', widthM: 22, name: '경강로' },
  street('옥천북길'),
  main('율곡로', 18),
  street('강릉역길'),
];
const SOUTH_M = [-1120, -840, -560, -285, -17];
const SOUTH: LatticeRoad[] = [
  street('월호평길'),
  { class: 'trunk', widthM: 22, name: '강릉대로' },
  street('노암등길'),
  main('남산로', 16),
  main('강변남길', 14),
];

const LEAN = 0.11;
const GENERAL_SLOPE = 0.12;

/** The old town keeps to the river: its rows bend with the bank and straighten out away from it. */
function node(u: number, v: number): Point {
  const x = u + v * LEAN;
  const bankY = riverBank(x, v >= 0 ? 'north' : 'south');
  const straightY = riverBank(0, v >= 0 ? 'north' : 'south') + x * GENERAL_SLOPE;
  const nearness = Math.exp(-(Math.abs(v) - 17) / 700);
  return { x, y: bankY * nearness + straightY * (1 - nearness) + v };
}

export function oldTownLattices(): { north: Lattice; south: Lattice } {
  const grid = (rowsM: readonly number[]): Point[][] => COLUMNS_M.map((u) => rowsM.map((v) => node(u, v)));
  return {
    north: { kind: 'core', nodes: grid(NORTH_M), columns: COLUMNS, rows: NORTH, ragged: false },
    south: { kind: 'town', nodes: grid(SOUTH_M), columns: COLUMNS, rows: SOUTH, ragged: false },
  };
}

/** Bridges over the river where a main column meets it. */
export function bridges(): { name: string; widthM: number; line: [Point, Point] }[] {
  return COLUMNS_M.flatMap((u, i) => {
    const road = COLUMNS[i];
    return road?.class === 'main' && road.name !== '옥가로'
      ? [
          {
            name: road.name ?? '',
            widthM: road.widthM,
            line: [node(u, NORTH_M[0]!), node(u, SOUTH_M.at(-1)!)],
          },
        ]
      : [];
  });
}

/** Where a named row of the old town ends, west and east: there the road goes on out of town. */
export function rowEnds(name: string): [west: Point, east: Point] {
  const j = NORTH.findIndex((road) => road.name === name);
  const v = NORTH_M[j];
  if (v !== undefined) return [node(COLUMNS_M[0]!, v), node(COLUMNS_M.at(-1)!, v)];
  const s = SOUTH_M[SOUTH.findIndex((road) => road.name === name)]!;
  return [node(COLUMNS_M[0]!, s), node(COLUMNS_M.at(-1)!, s)];
}

/** Where a named column ends, south and north. */
export function columnEnds(name: string): [south: Point, north: Point] {
  const u = COLUMNS_M[COLUMNS.findIndex((road) => road.name === name)]!;
  return [node(u, SOUTH_M[0]!), node(u, NORTH_M.at(-1)!)];
}
