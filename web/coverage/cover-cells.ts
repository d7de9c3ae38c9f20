import { BLOCK_CELLS, blockKey, type Block, type Box } from '../../server/coverage/cells.rules.ts';
import type { CityCoverage } from '../../server/coverage/city-coverage.rules.ts';
import { placeOf } from '../../server/coverage/plane.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { CellPiece } from '../map/cell-layer.ts';

/** How bright one view makes the ground where it is too small to be drawn as a view; more add up. */
const ONE_VIEW = 0.3;
const MOST = 64;
const BRIGHT = Uint8Array.from({ length: MOST }, (_, views) =>
  Math.round(255 * (1 - (1 - ONE_VIEW) ** views)),
);

/** The counted cells of the city as the map draws them; only blocks in which something changed are made anew. */
export class CoverCells {
  /** Another array with every change; blocks keep their places in it. */
  pieces: readonly CellPiece[] = [];
  readonly #places = new Map<number, number>();
  readonly #dirty = new Set<number>();

  /** Something in this box may have changed. */
  touch({ west, south, east, north }: Box, cellM: number): void {
    const side = cellM * BLOCK_CELLS;
    for (let row = Math.floor(south / side); row * side <= north; row++)
      for (let column = Math.floor(west / side); column * side <= east; column++)
        this.#dirty.add(blockKey(column * BLOCK_CELLS, row * BLOCK_CELLS));
  }

  /** Makes anew what was touched; false where it stopped because the time (of performance.now()) was up. */
  draw({ sure, possible }: CityCoverage, until: number): boolean {
    if (this.#dirty.size === 0) return true;
    const surely = new Map<number, Block>();
    for (const block of sure.blocks()) surely.set(blockKey(block.column, block.row), block);
    const pieces = [...this.pieces];
    for (const block of possible.blocks()) {
      const key = blockKey(block.column, block.row);
      if (!this.#dirty.has(key)) continue;
      if (performance.now() >= until) {
        this.pieces = pieces;
        return false;
      }
      this.#dirty.delete(key);
      const at = this.#places.get(key) ?? pieces.length;
      this.#places.set(key, at);
      const before = pieces[at];
      pieces[at] = {
        corners: before?.corners ?? cornersOf(block, possible.cellM),
        texels: texelsOf(block, surely.get(key)),
      };
    }
    this.#dirty.clear();
    this.pieces = pieces;
    return true;
  }
}

function texelsOf(possible: Block, sure: Block | undefined): Uint8Array {
  const texels = new Uint8Array(2 * possible.counts.length);
  possible.counts.forEach((count, at) => {
    const surely = sure?.counts[at] ?? 0;
    texels[2 * at] = BRIGHT[Math.min(surely, MOST - 1)]!;
    texels[2 * at + 1] = count > 0 && surely === 0 ? 255 : 0;
  });
  return texels;
}

function cornersOf({ column, row }: Block, cellM: number): CellPiece['corners'] {
  const at = (x: number, y: number): LonLat =>
    placeOf((column + x * BLOCK_CELLS) * cellM, (row + y * BLOCK_CELLS) * cellM);
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
}
