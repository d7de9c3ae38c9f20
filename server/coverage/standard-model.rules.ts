import { CELL_M, CellGrid, firstFrom, type Box } from './cells.rules.ts';
import type { CityCoverage } from './city-coverage.rules.ts';

/** Side of a cell of the ministry's 표준분석모델. */
export const STANDARD_CELL_M = 100;
/** What it takes every camera to see, whichever way it looks and whatever stands in between. */
export const STANDARD_RADIUS_M = 50;

/** A flat circle round every camera, in cells of which the middle lies in it: the ground that the model calls seen. */
export function standardModel(places: Iterable<readonly [east: number, north: number]>): CellGrid {
  const circles = new CellGrid(CELL_M);
  for (const place of places) putCircle(circles, place, 1);
  return circles;
}

/** Puts the circle of one camera on the model (1), or takes it away (-1). */
export function putCircle(
  circles: CellGrid,
  [east, north]: readonly [east: number, north: number],
  by: 1 | -1,
): void {
  const { cellM } = circles;
  const last = firstFrom(north + STANDARD_RADIUS_M, cellM);
  for (let row = firstFrom(north - STANDARD_RADIUS_M, cellM); row < last; row++) {
    const half = Math.sqrt(Math.max(STANDARD_RADIUS_M ** 2 - ((row + 0.5) * cellM - north) ** 2, 0));
    circles.putRun(row, firstFrom(east - half, cellM), firstFrom(east + half, cellM), by);
  }
}

/** Parts of the ground of each 100 m cell, 0 to 1, row by row from the south-west. The model overstates by model - true. */
export interface StandardCells {
  /** South-west corner of the first cell, a multiple of 100 m of the plane. */
  readonly east: number;
  readonly north: number;
  readonly columns: number;
  readonly rows: number;
  readonly model: Float32Array;
  readonly sure: Float32Array;
  readonly possible: Float32Array;
}

/** The model's cells over a box beside what is truly seen of them. */
export function standardCells(circles: CellGrid, { sure, possible }: CityCoverage, box: Box): StandardCells {
  const [west, south] = [Math.floor(box.west / STANDARD_CELL_M), Math.floor(box.south / STANDARD_CELL_M)];
  const columns = Math.max(Math.ceil(box.east / STANDARD_CELL_M) - west, 0);
  const rows = Math.max(Math.ceil(box.north / STANDARD_CELL_M) - south, 0);
  const partsOf = (grid: CellGrid): Float32Array => {
    const side = STANDARD_CELL_M / grid.cellM;
    return Float32Array.from({ length: columns * rows }, (_, i) => {
      const [column, row] = [west + (i % columns), south + Math.floor(i / columns)];
      return grid.seenIn(column * side, row * side, (column + 1) * side, (row + 1) * side) / (side * side);
    });
  };
  return {
    ...{ east: west * STANDARD_CELL_M, north: south * STANDARD_CELL_M, columns, rows },
    ...{ model: partsOf(circles), sure: partsOf(sure), possible: partsOf(possible) },
  };
}
