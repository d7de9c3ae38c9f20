import { ringsOf, type View } from './view.rules.ts';

/** Side of a cell in which the city's ground is counted, in metres: fine enough for totals, not for one camera. */
export const CELL_M = 5;
/** Cells on a side of a block, which is kept as one piece; a power of two. */
export const BLOCK_CELLS = 64;
const LAST_IN_BLOCK = BLOCK_CELLS - 1;
const BLOCKS_WIDE = 2 ** 20;
/** Chords of a rim lie within this part of its radius, which takes less than 0.07 % of the ground away. */
const SAGITTA = 5e-4;
/** Up to how many views of a cell are told apart in {@link CellGrid.cellsSeenBy}. */
const TALLIED = 1024;

/** Corners of a polygon in metres of the plane: east, north, east, north ... The last is joined to the first. */
export type Ring = Float64Array;

/** A piece of the plane in metres. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The rings of a view in the form that {@link CellGrid} takes, their rim within so many metres of the true one. */
export const cellRings = (view: View, sagittaM = SAGITTA * view.rimM): Ring[] =>
  ringsOf(view, sagittaM).map((ring) => Float64Array.from(ring.slice(0, -1).flat()));

/** The first row or column whose middles lie at or beyond a length in metres. */
export const firstFrom = (lengthM: number, cellM: number): number => Math.ceil(lengthM / cellM - 0.5);

// Where the rows of one polygon cross its edges: by row a chain of columns in order, 0 being its end.
let heads = new Int32Array(256);
let nexts = new Int32Array(1024);
let columns = new Int32Array(1024);
let firstRow = 0;

/** Fills the chains and says how many rows they are. */
function scan(rings: readonly Ring[], cellM: number): number {
  let south = Infinity;
  let north = -Infinity;
  for (const ring of rings)
    for (let i = 1; i < ring.length; i += 2) {
      const y = ring[i]!;
      if (y < south) south = y;
      if (y > north) north = y;
    }
  firstRow = firstFrom(south, cellM);
  const rows = firstFrom(north, cellM) - firstRow;
  if (!(rows > 0)) return 0;
  if (rows > heads.length) heads = new Int32Array(2 * rows);
  heads.fill(0, 0, rows);
  let made = 1;
  for (const ring of rings) {
    let x1 = ring[ring.length - 2]!;
    let y1 = ring[ring.length - 1]!;
    let row1 = firstFrom(y1, cellM) - firstRow;
    for (let i = 0; i < ring.length; i += 2) {
      const x2 = ring[i]!;
      const y2 = ring[i + 1]!;
      const row2 = firstFrom(y2, cellM) - firstRow;
      if (row1 !== row2) {
        const from = row1 < row2 ? row1 : row2;
        const to = row1 < row2 ? row2 : row1;
        if (made + to - from > nexts.length) widen(made + to - from);
        const slope = (x2 - x1) / (y2 - y1);
        let x = (x1 + ((firstRow + from + 0.5) * cellM - y1) * slope) / cellM - 0.5;
        for (let row = from; row < to; row++, x += slope) chain(row, Math.ceil(x), made++);
      }
      x1 = x2;
      y1 = y2;
      row1 = row2;
    }
  }
  return rows;
}

function chain(row: number, column: number, made: number): void {
  columns[made] = column;
  let before = 0;
  let after = heads[row]!;
  while (after !== 0 && columns[after]! < column) {
    before = after;
    after = nexts[after]!;
  }
  nexts[made] = after;
  if (before === 0) heads[row] = made;
  else nexts[before] = made;
}

function widen(crossings: number): void {
  const wider = (column: Int32Array): Int32Array<ArrayBuffer> => {
    const grown = new Int32Array(2 * crossings);
    grown.set(column);
    return grown;
  };
  nexts = wider(nexts);
  columns = wider(columns);
}

/**
 * Each run of cells of one row whose middles lie in the rings (even-odd): row, first column, column after the last.
 * What is called for a run begins no other.
 */
export function eachRun(
  rings: readonly Ring[],
  cellM: number,
  run: (row: number, from: number, to: number) => void,
): void {
  const rows = scan(rings, cellM);
  for (let row = 0; row < rows; row++)
    for (let at = heads[row]!; at !== 0;) {
      const from = columns[at]!;
      const end = nexts[at]!;
      const to = columns[end]!;
      at = nexts[end]!;
      if (to > from) run(firstRow + row, from, to);
    }
}

/** A square of cells of the plane. Counts go row by row from the south-west corner. */
export interface Block {
  /** Of its south-west cell. */
  readonly column: number;
  readonly row: number;
  readonly counts: Uint16Array;
}

/** What is told of a cell that gains its first view or loses its last, before it is counted. */
export type Flip = (column: number, row: number, isSeen: boolean) => void;

/**
 * How many views hold each cell of the plane, by the middle of the cell. Whole numbers that go up and down: whatever is
 * taken away leaves exactly what a fresh count without it would have given.
 */
export class CellGrid {
  readonly cellM: number;
  readonly #blocks = new Map<number, Block>();
  /** How many cells so many views hold; those that none holds any more or not yet are what was seen below 0. */
  readonly #tally = new Int32Array(TALLIED);
  readonly #watching = new Set<Flip>();
  #lastKey = NaN;
  #last: Block | undefined;

  constructor(cellM = CELL_M) {
    this.cellM = cellM;
  }

  /** Cells that at least one view holds. */
  get seenCells(): number {
    return 0 - this.#tally[0]!;
  }

  get seenM2(): number {
    return this.seenCells * this.cellM ** 2;
  }

  /** Cells that exactly so many views hold, for a number from 1 to 1,023. */
  cellsSeenBy(views: number): number {
    return this.#tally[views] ?? 0;
  }

  /** Puts a polygon on top (1), or takes one away that was put (-1). */
  put(rings: readonly Ring[], by: 1 | -1): void {
    const rows = scan(rings, this.cellM);
    for (let row = 0; row < rows; row++)
      for (let at = heads[row]!; at !== 0;) {
        const from = columns[at]!;
        const end = nexts[at]!;
        at = nexts[end]!;
        this.putRun(firstRow + row, from, columns[end]!, by);
      }
  }

  /** The same for the cells of one row from a column to before another. */
  putRun(row: number, from: number, to: number, by: 1 | -1): void {
    if (this.#watching.size > 0) this.#tell(row, from, to, by);
    const tally = this.#tally;
    for (let column = from; column < to;) {
      const { counts } = this.#block(column, row);
      const stop = Math.min(to, (column | LAST_IN_BLOCK) + 1);
      let at = placeIn(column, row);
      for (const end = at + stop - column; at < end; at++) {
        const before = counts[at]!;
        counts[at] = before + by;
        tally[before]!--;
        tally[before + by]!++;
      }
      column = stop;
    }
  }

  /** Has every cell told that gains its first view or loses its last, until what it gives back is called. */
  watch(flip: Flip): () => void {
    this.#watching.add(flip);
    return () => this.#watching.delete(flip);
  }

  #tell(row: number, from: number, to: number, by: 1 | -1): void {
    const turning = by === 1 ? 0 : 1;
    for (let column = from; column < to; column++)
      if (this.countOf(column, row) === turning)
        for (const flip of this.#watching) flip(column, row, by === 1);
  }

  /** Views that hold the cell in which a point lies. */
  countAt(east: number, north: number): number {
    return this.countOf(Math.floor(east / this.cellM), Math.floor(north / this.cellM));
  }

  countOf(column: number, row: number): number {
    return this.#blocks.get(blockKey(column, row))?.counts[placeIn(column, row)] ?? 0;
  }

  /** Seen cells of a rectangle of cells; the last column and row do not belong to it. */
  seenIn(west: number, south: number, east: number, north: number): number {
    let seen = 0;
    for (let row = south; row < north;) {
      const rowStop = Math.min(north, (row | LAST_IN_BLOCK) + 1);
      for (let column = west; column < east;) {
        const stop = Math.min(east, (column | LAST_IN_BLOCK) + 1);
        const counts = this.#blocks.get(blockKey(column, row))?.counts;
        if (counts !== undefined)
          for (let each = row; each < rowStop; each++) {
            let at = placeIn(column, each);
            for (const end = at + stop - column; at < end; at++) if (counts[at]! > 0) seen++;
          }
        column = stop;
      }
      row = rowStop;
    }
    return seen;
  }

  blocks(): Iterable<Block> {
    return this.#blocks.values();
  }

  #block(column: number, row: number): Block {
    const key = blockKey(column, row);
    if (key === this.#lastKey) return this.#last!;
    let block = this.#blocks.get(key);
    if (block === undefined) {
      block = {
        column: column & ~LAST_IN_BLOCK,
        row: row & ~LAST_IN_BLOCK,
        counts: new Uint16Array(BLOCK_CELLS * BLOCK_CELLS),
      };
      this.#blocks.set(key, block);
    }
    this.#lastKey = key;
    this.#last = block;
    return block;
  }
}

/** The number of the block that holds a cell. */
export const blockKey = (column: number, row: number): number =>
  Math.floor(row / BLOCK_CELLS) * BLOCKS_WIDE + Math.floor(column / BLOCK_CELLS);

const placeIn = (column: number, row: number): number =>
  (row & LAST_IN_BLOCK) * BLOCK_CELLS + (column & LAST_IN_BLOCK);
