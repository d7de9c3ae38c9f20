import { CELL_M, CellGrid, cellRings, type Ring } from './cells.rules.ts';
import type { View } from './view.rules.ts';

/** What one camera surely sees and what it possibly sees; null is nothing. */
export interface Bounds {
  readonly sure: View | null;
  readonly possible: View | null;
}

/** The same as polygons. */
export interface BoundRings {
  readonly sure: readonly Ring[];
  readonly possible: readonly Ring[];
}

/**
 * How many cameras see each cell of the city, as a pair: surely, and possibly. Kept true one camera at a time: setting
 * one anew costs its own cells and leaves the counts of a fresh start.
 */
export class CityCoverage {
  readonly sure: CellGrid;
  readonly possible: CellGrid;
  readonly #rings = new Map<number, BoundRings>();

  constructor(cellM = CELL_M) {
    this.sure = new CellGrid(cellM);
    this.possible = new CellGrid(cellM);
  }

  setCamera(cameraId: number, { sure, possible }: Bounds): void {
    this.setRings(cameraId, {
      sure: sure === null ? [] : cellRings(sure),
      possible: possible === null ? [] : cellRings(possible),
    });
  }

  setRings(cameraId: number, rings: BoundRings): void {
    this.removeCamera(cameraId);
    this.#rings.set(cameraId, rings);
    this.sure.put(rings.sure, 1);
    this.possible.put(rings.possible, 1);
  }

  ringsOf(cameraId: number): BoundRings | undefined {
    return this.#rings.get(cameraId);
  }

  removeCamera(cameraId: number): void {
    const rings = this.#rings.get(cameraId);
    if (rings === undefined) return;
    this.#rings.delete(cameraId);
    this.sure.put(rings.sure, -1);
    this.possible.put(rings.possible, -1);
  }
}
