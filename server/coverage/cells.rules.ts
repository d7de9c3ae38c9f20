import { ringsOf, type View } from './view.rules.ts';

/** Side of a cell in which the city's ground is counted, in metres: fine enough for totals, not for one camera. */
export const CELL_M = 5;
/** Cells on a side of a block, which is kept as one piece. */
export const BLOCK_CELLS = 64;
const BLOCKS_WIDE = 2 ** 20;

/** Corners of a polygon in metres of the plane: east, north, east, north ... The last is joined to the first. */
export type Ring = Float64Array;

/** The rings of a view in the form that {@link CellGrid} takes. */
export const cellRings = (view: View): Ring[] =>
  ringsOf(view, 0.2).map((ring) => Float64Array.from(ring.slice(0, -1).flat()));

/** Each run of cells of one row whose centres lie in the rings (even-odd): row, first column, column after the last. */
export function eachRun(
  rings: readonly Ring[],
  cellM: number,
  run: (row: number, from: number, to: number) => void,
): void {
  let south = Infinity;
  let north = -Infinity;
  for (const ring of rings)
    for (let i = 1; i < ring.length; i += 2) {
      south = Math.min(south, ring[i]!);
      north = Math.max(north, ring[i]!);
    }
  const last = Math.ceil(north / cellM - 0.5);
  for (let row = Math.ceil(south / cellM - 0.5); row < last; row++) {
    const y = (row + 0.5) * cellM;
    const crossings: number[] = [];
    for (const ring of rings)
      for (let i = 0, before = ring.length - 2; i < ring.length; before = i, i += 2) {
        const y1 = ring[before + 1]!;
        const y2 = ring[i + 1]!;
        if (y1 <= y === y2 <= y) continue;
        const x1 = ring[before]!;
        crossings.push(x1 + ((y - y1) * (ring[i]! - x1)) / (y2 - y1));
      }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.ceil(crossings[i]! / cellM - 0.5);
      const to = Math.ceil(crossings[i + 1]! / cellM - 0.5);
      if (to > from) run(row, from, to);
    }
  }
}

/** A square of cells of the plane. Counts go row by row from the south-west corner. */
export interface Block {
  /** Of its south-west cell. */
  readonly column: number;
  readonly row: number;
  readonly counts: Uint16Array;
}

/**
 * How many views hold each cell of the plane, by the centre of the cell. Whole numbers that go up and down: whatever is
 * taken away leaves exactly what a fresh count without it would have given.
 */
export class CellGrid {
  readonly cellM: number;
  readonly #blocks = new Map<number, Block>();
  #seen = 0;

  constructor(cellM = CELL_M) {
    this.cellM = cellM;
  }

  /** Cells that at least one view holds. */
  get seenCells(): number {
    return this.#seen;
  }

  get seenM2(): number {
    return this.#seen * this.cellM ** 2;
  }

  put(rings: readonly Ring[], by: 1 | -1): void {
    eachRun(rings, this.cellM, (row, from, to) => {
      for (let column = from; column < to; column++) {
        const { counts } = this.#block(column, row);
        const at = placeIn(column, row);
        const before = counts[at]!;
        counts[at] = before + by;
        if (before + by === 0) this.#seen--;
        else if (before === 0) this.#seen++;
      }
    });
  }

  /** Views that hold the cell in which a point lies. */
  countAt(east: number, north: number): number {
    return this.countOf(Math.floor(east / this.cellM), Math.floor(north / this.cellM));
  }

  countOf(column: number, row: number): number {
    return this.#blocks.get(keyOf(column, row))?.counts[placeIn(column, row)] ?? 0;
  }

  blocks(): Iterable<Block> {
    return this.#blocks.values();
  }

  #block(column: number, row: number): Block {
    const key = keyOf(column, row);
    let block = this.#blocks.get(key);
    if (block === undefined) {
      block = {
        column: Math.floor(column / BLOCK_CELLS) * BLOCK_CELLS,
        row: Math.floor(row / BLOCK_CELLS) * BLOCK_CELLS,
        counts: new Uint16Array(BLOCK_CELLS * BLOCK_CELLS),
      };
      this.#blocks.set(key, block);
    }
    return block;
  }
}

const keyOf = (column: number, row: number): number =>
  Math.floor(row / BLOCK_CELLS) * BLOCKS_WIDE + Math.floor(column / BLOCK_CELLS);

const placeIn = (column: number, row: number): number =>
  (row & (BLOCK_CELLS - 1)) * BLOCK_CELLS + (column & (BLOCK_CELLS - 1));
