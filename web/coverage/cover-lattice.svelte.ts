import type { Box, CellGrid } from '../../server/coverage/cells.rules.ts';
import type { CityCoverage } from '../../server/coverage/city-coverage.rules.ts';
import type { Demand } from '../../server/coverage/demand/demand.rules.ts';
import { needLattice, type NeedLattice } from '../../server/coverage/gaps.rules.ts';
import { STANDARD_CELL_M, standardCells } from '../../server/coverage/standard-model.rules.ts';
import type { HalftoneLattice } from '../map/halftone-layer.ts';
import { gapDots, holds, standardSquares, stripsOf } from './lattice.rules.ts';

/** Cells looked at without letting a frame through: some milliseconds. */
const CELLS_AT_ONCE = 400_000;

export interface WantedLattice {
  readonly kind: 'gaps' | 'standard';
  readonly demand: Demand | null;
  readonly coverage: CityCoverage;
  readonly circles: CellGrid;
  /** Of the count: another one makes the same lattice old. */
  readonly revision: number;
  readonly stepM: number;
  /** What must be in it, and what may be. */
  readonly window: Box;
  readonly around: Box;
}

/** The marks over the window, worked out strip by strip; what stands stays until the next is whole. */
export class CoverLattice {
  lattice = $state.raw<HalftoneLattice | null>(null);
  #made: WantedLattice | null = null;
  #turn = 0;

  clear(): void {
    this.#turn++;
    this.#made = null;
    this.lattice = null;
  }

  async want(wanted: WantedLattice): Promise<void> {
    const made = this.#made;
    const isSame =
      made?.kind === wanted.kind &&
      made.demand === wanted.demand &&
      made.coverage === wanted.coverage &&
      made.revision === wanted.revision &&
      made.stepM === wanted.stepM &&
      holds(made.around, wanted.window);
    if (isSame) return;
    if (made?.kind !== wanted.kind) this.lattice = null;
    this.#made = wanted;
    const turn = ++this.#turn;
    const { kind, around, stepM, coverage } = wanted;
    const cellsInRow = ((around.east - around.west) * stepM) / coverage.sure.cellM ** 2;
    const rows = Math.max(1, Math.floor(CELLS_AT_ONCE / cellsInRow));
    if (kind === 'gaps') {
      const strips: NeedLattice[] = [];
      for (const box of stripsOf(around, stepM, rows)) {
        strips.push(needLattice(wanted.demand, coverage, box, stepM));
        if (!(await this.#rest(turn))) return;
      }
      this.lattice = gapDots(strips, wanted.demand !== null);
      return;
    }
    const strips = [];
    for (const box of stripsOf(around, STANDARD_CELL_M, rows)) {
      strips.push(standardCells(wanted.circles, coverage, box));
      if (!(await this.#rest(turn))) return;
    }
    this.lattice = standardSquares(strips, STANDARD_CELL_M);
  }

  /** Lets others through; false where something else is wanted meanwhile. */
  async #rest(turn: number): Promise<boolean> {
    await new Promise((rested) => setTimeout(rested));
    return turn === this.#turn;
  }
}
