import { BLOCK_CELLS, type Block } from './cells.rules.ts';

/** One 읍면동 with its outline in metres of the plane: rings of east, north, east, north, closed or not (even-odd). */
export interface District {
  readonly districtId: number;
  readonly name: string;
  readonly groundM2: number;
  readonly rings: readonly Float64Array[];
}

interface Edges {
  readonly south: number;
  readonly north: number;
  readonly x1: Float64Array;
  readonly y1: Float64Array;
  readonly x2: Float64Array;
  readonly y2: Float64Array;
}

/** In which district each cell of a block lies, by the cell's centre; worked out once for each block. */
export class DistrictCells {
  readonly districts: readonly District[];
  readonly #cellM: number;
  readonly #edges: readonly Edges[];
  readonly #blocks = new Map<string, Uint16Array>();

  constructor(districts: readonly District[], cellM: number) {
    this.districts = districts;
    this.#cellM = cellM;
    this.#edges = districts.map(edgesOf);
  }

  /** For every cell of the block, row by row: the place of its district in the list counted from one, or 0 for none. */
  of({ column, row }: Pick<Block, 'column' | 'row'>): Uint16Array {
    const key = `${column} ${row}`;
    let cells = this.#blocks.get(key);
    if (cells === undefined) {
      cells = this.#fill(column, row);
      this.#blocks.set(key, cells);
    }
    return cells;
  }

  /** The place in the list, counted from one, of the district of a point; 0 for none. */
  at(east: number, north: number): number {
    return this.ofCell(Math.floor(east / this.#cellM), Math.floor(north / this.#cellM));
  }

  /** The same of a cell. */
  ofCell(column: number, row: number): number {
    const first = { column: toBlock(column), row: toBlock(row) };
    return this.of(first)[(row - first.row) * BLOCK_CELLS + column - first.column]!;
  }

  /** The name of the district of a point; null for none. */
  nameAt(east: number, north: number): string | null {
    return this.districts[this.at(east, north) - 1]?.name ?? null;
  }

  #fill(column: number, row: number): Uint16Array {
    const cells = new Uint16Array(BLOCK_CELLS * BLOCK_CELLS);
    const cellM = this.#cellM;
    this.#edges.forEach(({ south, north, x1, y1, x2, y2 }, at) => {
      if (south > (row + BLOCK_CELLS) * cellM || north < row * cellM) return;
      for (let line = 0; line < BLOCK_CELLS; line++) {
        const y = (row + line + 0.5) * cellM;
        const crossings: number[] = [];
        for (let i = 0; i < y1.length; i++) {
          if (y1[i]! <= y === y2[i]! <= y) continue;
          crossings.push(x1[i]! + ((y - y1[i]!) * (x2[i]! - x1[i]!)) / (y2[i]! - y1[i]!));
        }
        crossings.sort((a, b) => a - b);
        for (let i = 0; i + 1 < crossings.length; i += 2) {
          const from = Math.max(0, Math.ceil(crossings[i]! / cellM - 0.5) - column);
          const to = Math.min(BLOCK_CELLS, Math.ceil(crossings[i + 1]! / cellM - 0.5) - column);
          if (to > from) cells.fill(at + 1, line * BLOCK_CELLS + from, line * BLOCK_CELLS + to);
        }
      }
    });
    return cells;
  }
}

const toBlock = (cell: number): number => Math.floor(cell / BLOCK_CELLS) * BLOCK_CELLS;

function edgesOf({ rings }: District): Edges {
  const corners = rings.flatMap((ring) =>
    Array.from({ length: ring.length / 2 }, (_, i) => {
      const next = (2 * i + 2) % ring.length;
      return [ring[2 * i]!, ring[2 * i + 1]!, ring[next]!, ring[next + 1]!] as const;
    }),
  );
  const ys = corners.map(([, y]) => y);
  return {
    south: ys.reduce((a, b) => Math.min(a, b), Infinity),
    north: ys.reduce((a, b) => Math.max(a, b), -Infinity),
    x1: Float64Array.from(corners, ([x]) => x),
    y1: Float64Array.from(ys),
    x2: Float64Array.from(corners, ([, , x]) => x),
    y2: Float64Array.from(corners, ([, , , y]) => y),
  };
}
