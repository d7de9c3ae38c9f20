import { blockKey, BLOCK_CELLS, CELL_M, firstFrom } from './cells.rules.ts';
import type { CityCoverage } from './city-coverage.rules.ts';
import type { Demand } from './demand/demand.rules.ts';

/** Bits of the total that the weight of one cell is rounded to: sums of such are exact, whatever their order. */
const EXACT_BITS = 50;

/**
 * A demand over the cells of a grid. Each place has a rectangle of cells (a point has one), the last column and row not
 * in it, and each of them the same weight.
 */
export class SpreadDemand {
  readonly total: number;
  readonly cellM: number;
  readonly west: Int32Array;
  readonly south: Int32Array;
  readonly east: Int32Array;
  readonly north: Int32Array;
  /** The weight of one cell. */
  readonly each: Float64Array;
  readonly #places = new Map<number, number[]>();

  constructor({ kind, cellM: sideM, east, north, weight }: Demand, cellM: number) {
    const places = weight.length;
    this.cellM = cellM;
    this.west = new Int32Array(places);
    this.south = new Int32Array(places);
    this.east = new Int32Array(places);
    this.north = new Int32Array(places);
    this.each = new Float64Array(places);
    const half = kind === 'grid' && sideM !== null ? sideM / 2 : 0;
    const unit = 2 ** (Math.ceil(Math.log2(weight.reduce((sum, one) => sum + one, 0) || 1)) - EXACT_BITS);
    let total = 0;
    for (let i = 0; i < places; i++) {
      [this.west[i], this.east[i]] = cellsAcross(east[i]!, half, cellM);
      [this.south[i], this.north[i]] = cellsAcross(north[i]!, half, cellM);
      const cells = (this.east[i]! - this.west[i]!) * (this.north[i]! - this.south[i]!);
      this.each[i] = Math.round(weight[i]! / cells / unit) * unit;
      total += this.each[i]! * cells;
      this.#index(i);
    }
    this.total = total;
  }

  #index(place: number): void {
    const [west, south] = [this.west[place]!, this.south[place]!];
    for (let row = south; row < this.north[place]!; row = (row | (BLOCK_CELLS - 1)) + 1)
      for (let column = west; column < this.east[place]!; column = (column | (BLOCK_CELLS - 1)) + 1) {
        const key = blockKey(column, row);
        const there = this.#places.get(key);
        if (there === undefined) this.#places.set(key, [place]);
        else there.push(place);
      }
  }

  /** The weight of one cell. */
  weightOf(column: number, row: number): number {
    const there = this.#places.get(blockKey(column, row));
    if (there === undefined) return 0;
    let weight = 0;
    for (const i of there)
      if (column >= this.west[i]! && column < this.east[i]! && row >= this.south[i]! && row < this.north[i]!)
        weight += this.each[i]!;
    return weight;
  }
}

/** The columns whose middles lie in a square, at least the one in which its middle lies. */
function cellsAcross(middle: number, half: number, cellM: number): [from: number, to: number] {
  const from = firstFrom(middle - half, cellM);
  const to = firstFrom(middle + half, cellM);
  const own = Math.floor(middle / cellM);
  return to > from ? [from, to] : [own, own + 1];
}

const spread = new WeakMap<Demand, Map<number, SpreadDemand>>();

/** A demand over cells of a side in metres; worked out once for each demand. */
export function spreadOf(demand: Demand, cellM = CELL_M): SpreadDemand {
  const known = spread.get(demand) ?? new Map<number, SpreadDemand>();
  spread.set(demand, known);
  const made = known.get(cellM) ?? new SpreadDemand(demand, cellM);
  known.set(cellM, made);
  return made;
}

/** How much of a demand is seen: surely, and possibly. */
export interface WeightSeen {
  readonly total: number;
  readonly sure: number;
  readonly possible: number;
}

export function weightSeen(demand: Demand, { sure, possible }: CityCoverage): WeightSeen {
  const { total, west, south, east, north, each } = spreadOf(demand, sure.cellM);
  const seen = { total, sure: 0, possible: 0 };
  for (let i = 0; i < each.length; i++) {
    const cells = [west[i]!, south[i]!, east[i]!, north[i]!] as const;
    seen.sure += each[i]! * sure.seenIn(...cells);
    seen.possible += each[i]! * possible.seenIn(...cells);
  }
  return seen;
}

/** {@link weightSeen}, kept true with every camera that changes: always exactly what a fresh count gives. */
export class WatchedWeight implements WeightSeen {
  readonly total: number;
  readonly #seen: { sure: number; possible: number };
  readonly #stops: (() => void)[];

  constructor(demand: Demand, coverage: CityCoverage) {
    const cells = spreadOf(demand, coverage.sure.cellM);
    this.total = cells.total;
    this.#seen = { ...weightSeen(demand, coverage) };
    this.#stops = (['sure', 'possible'] as const).map((bound) =>
      coverage[bound].watch((column, row, isSeen) => {
        const weight = cells.weightOf(column, row);
        this.#seen[bound] += isSeen ? weight : -weight;
      }),
    );
  }

  get sure(): number {
    return this.#seen.sure;
  }

  get possible(): number {
    return this.#seen.possible;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
