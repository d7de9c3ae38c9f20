import { firstFrom, type Box } from './cells.rules.ts';
import type { CityCoverage } from './city-coverage.rules.ts';
import type { Demand } from './demand/demand.rules.ts';
import { spreadOf, type SpreadDemand } from './seen-weight.rules.ts';

/** A gap is no wider than this many metres: what no camera sees is one piece around a whole town otherwise. */
const GAP_M = 250;
/** Metres within which points that nobody sees are one gap. */
const JOINED_M = 25;
/** A dot is full where the demand is as dense as in this part of its places. */
const FULL = 0.95;

/** Connected ground with a demand that no camera surely sees. */
export interface Gap {
  /** The middle of that of its cells which is nearest to where its weight balances. */
  readonly east: number;
  readonly north: number;
  readonly areaM2: number;
  /** What is not surely seen. */
  readonly weight: number;
  /** The part of it that surely is not seen: no camera can see it even possibly. */
  readonly unseen: number;
}

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly places: number[];
  weight: number;
}

/** So many of the heaviest gaps, the heaviest first. None is wider than 250 m: a wider one is several. */
export function gapsOf(demand: Demand, coverage: CityCoverage, most: number): Gap[] {
  const cells = spreadOf(demand, coverage.sure.cellM);
  const side = Math.round(GAP_M / cells.cellM);
  const reach = demand.kind === 'points' ? Math.round(JOINED_M / cells.cellM) : 1;
  const found: Gap[] = [];
  if (most < 1) return found;
  for (const tile of tilesOf(cells, side)) {
    // No later tile can hold a heavier gap than those that were found.
    if (found.length >= most && tile.weight < found[most - 1]!.weight) break;
    found.push(...gapsIn(tile, side, reach, cells, coverage));
    found.sort((a, b) => b.weight - a.weight || a.north - b.north || a.east - b.east);
    found.length = Math.min(found.length, most);
  }
  return found;
}

/** The squares of so many cells that hold weight, the heaviest first. */
function tilesOf({ west, south, east, north, each }: SpreadDemand, side: number): Tile[] {
  const tiles = new Map<string, Tile>();
  for (let i = 0; i < each.length; i++) {
    if (each[i] === 0) continue;
    for (let row = Math.floor(south[i]! / side); row * side < north[i]!; row++)
      for (let column = Math.floor(west[i]! / side); column * side < east[i]!; column++) {
        const key = `${column} ${row}`;
        const tile = tiles.get(key) ?? { column, row, places: [], weight: 0 };
        tiles.set(key, tile);
        tile.places.push(i);
        const high = Math.min(north[i]!, (row + 1) * side) - Math.max(south[i]!, row * side);
        const wide = Math.min(east[i]!, (column + 1) * side) - Math.max(west[i]!, column * side);
        tile.weight += each[i]! * high * wide;
      }
  }
  return [...tiles.values()].sort((a, b) => b.weight - a.weight || a.row - b.row || a.column - b.column);
}

function gapsIn(
  { column, row, places }: Tile,
  side: number,
  reach: number,
  { west, south, east, north, each, cellM }: SpreadDemand,
  { sure, possible }: CityCoverage,
): Gap[] {
  const weights = new Float64Array(side * side);
  const [firstColumn, firstRow] = [column * side, row * side];
  for (const i of places)
    for (let y = Math.max(south[i]! - firstRow, 0); y < Math.min(north[i]! - firstRow, side); y++)
      for (let x = Math.max(west[i]! - firstColumn, 0); x < Math.min(east[i]! - firstColumn, side); x++)
        if (sure.countOf(firstColumn + x, firstRow + y) === 0) weights[y * side + x]! += each[i]!;
  const gaps: Gap[] = [];
  for (const start of weights.keys()) {
    if (weights[start] === 0) continue;
    let [weight, unseen, sumX, sumY] = [0, 0, 0, 0];
    const piece = pieceFrom(start, weights, side, reach);
    for (const [at, one] of piece) {
      const [x, y] = [at % side, Math.floor(at / side)];
      weight += one;
      sumX += one * x;
      sumY += one * y;
      if (possible.countOf(firstColumn + x, firstRow + y) === 0) unseen += one;
    }
    const middle = nearest(piece, side, sumX / weight, sumY / weight);
    gaps.push({
      east: (firstColumn + (middle % side) + 0.5) * cellM,
      north: (firstRow + Math.floor(middle / side) + 0.5) * cellM,
      areaM2: piece.length * cellM ** 2,
      ...{ weight, unseen },
    });
  }
  return gaps;
}

type Piece = [at: number, weight: number][];

/** The cells with weight that hang together with one; they are taken out. */
function pieceFrom(start: number, weights: Float64Array, side: number, reach: number): Piece {
  const piece: Piece = [];
  const take = (at: number): void => {
    if (weights[at] === 0) return;
    piece.push([at, weights[at]!]);
    weights[at] = 0;
  };
  take(start);
  // It grows while it is gone through.
  for (const [at] of piece) {
    const [x, y] = [at % side, Math.floor(at / side)];
    for (let nextY = Math.max(y - reach, 0); nextY <= Math.min(y + reach, side - 1); nextY++)
      for (let nextX = Math.max(x - reach, 0); nextX <= Math.min(x + reach, side - 1); nextX++)
        take(nextY * side + nextX);
  }
  return piece;
}

function nearest(piece: Piece, side: number, x: number, y: number): number {
  const away = (at: number): number => (x - (at % side)) ** 2 + (y - Math.floor(at / side)) ** 2;
  return piece.reduce((best, [at]) => (away(at) < away(best) ? at : best), piece[0]![0]);
}

/**
 * How much is missing round each node of a lattice, 0 to 1, row by row from the south-west: `need` where nothing is surely
 * seen, `unseen` where nothing is even possibly seen. Nodes lie at fixed places of the plane, whatever the box.
 */
export interface NeedLattice {
  /** Of the first node. */
  readonly east: number;
  readonly north: number;
  readonly spacingM: number;
  readonly columns: number;
  readonly rows: number;
  readonly need: Float32Array;
  readonly unseen: Float32Array;
}

/**
 * The lattice over a box, no finer than the cells. Without a demand all ground counts alike; with one, a node is full
 * where all of as dense a demand as that of its denser places is missing.
 */
export function needLattice(
  demand: Demand | null,
  coverage: CityCoverage,
  box: Box,
  spacingM: number,
): NeedLattice {
  const { cellM } = coverage.sure;
  const step = Math.max(spacingM, cellM);
  const [column, row] = [Math.floor(box.west / step), Math.floor(box.south / step)];
  const columns = Math.max(Math.ceil(box.east / step) - column, 0);
  const rows = Math.max(Math.ceil(box.north / step) - row, 0);
  const across = Int32Array.from({ length: columns + 1 }, (_, i) => firstFrom((column + i) * step, cellM));
  const along = Int32Array.from({ length: rows + 1 }, (_, i) => firstFrom((row + i) * step, cellM));
  const [need, unseen] = [new Float64Array(columns * rows), new Float64Array(columns * rows)];
  const put = (
    x: number,
    y: number,
    rect: readonly [number, number, number, number],
    weight: number,
  ): void => {
    const cells = Math.max(rect[2] - rect[0], 0) * Math.max(rect[3] - rect[1], 0);
    if (cells === 0) return;
    need[y * columns + x]! += weight * (cells - coverage.sure.seenIn(...rect));
    unseen[y * columns + x]! += weight * (cells - coverage.possible.seenIn(...rect));
  };
  if (demand === null)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const rect = [across[x]!, along[y]!, across[x + 1]!, along[y + 1]!] as const;
        put(x, y, rect, 1 / ((rect[2] - rect[0]) * (rect[3] - rect[1])));
      }
  else {
    const { west, south, east, north, each } = spreadOf(demand, cellM);
    const full = fullWeight(demand, step) || 1;
    for (let i = 0; i < each.length; i++) {
      if (east[i]! <= across[0]! || west[i]! >= across[columns]!) continue;
      if (north[i]! <= along[0]! || south[i]! >= along[rows]!) continue;
      const fromX = Math.max(Math.floor(((west[i]! + 0.5) * cellM) / step) - column, 0);
      const toX = Math.min(Math.floor(((east[i]! - 0.5) * cellM) / step) - column, columns - 1);
      const fromY = Math.max(Math.floor(((south[i]! + 0.5) * cellM) / step) - row, 0);
      const toY = Math.min(Math.floor(((north[i]! - 0.5) * cellM) / step) - row, rows - 1);
      for (let y = fromY; y <= toY; y++)
        for (let x = fromX; x <= toX; x++) {
          const rect = [
            Math.max(west[i]!, across[x]!),
            Math.max(south[i]!, along[y]!),
            Math.min(east[i]!, across[x + 1]!),
            Math.min(north[i]!, along[y + 1]!),
          ] as const;
          put(x, y, rect, each[i]! / full);
        }
    }
  }
  return {
    ...{ east: (column + 0.5) * step, north: (row + 0.5) * step, spacingM: step, columns, rows },
    need: Float32Array.from(need, (one) => Math.min(one, 1)),
    unseen: Float32Array.from(unseen, (one) => Math.min(one, 1)),
  };
}

/** The weight in a square of a side at which a dot is full. */
function fullWeight({ kind, cellM, east, north, weight }: Demand, sideM: number): number {
  if (kind === 'grid' && cellM !== null)
    return ranked(weight.filter((one) => one > 0)) * (sideM / cellM) ** 2;
  const sums = new Map<string, number>();
  weight.forEach((one, i) => {
    const key = `${Math.floor(east[i]! / sideM)} ${Math.floor(north[i]! / sideM)}`;
    if (one > 0) sums.set(key, (sums.get(key) ?? 0) + one);
  });
  return ranked(Float64Array.from(sums.values()));
}

const ranked = (weights: Float64Array): number =>
  weights.toSorted()[Math.min(Math.floor(weights.length * FULL), weights.length - 1)] ?? 0;
