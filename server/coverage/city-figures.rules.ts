import type { Purpose } from '../cameras/purposes.rules.ts';
import { CellGrid } from './cells.rules.ts';
import { CityCoverage, type Bounds } from './city-coverage.rules.ts';
import type { Demand } from './demand/demand.rules.ts';
import type { DistrictCells } from './districts.rules.ts';
import { WatchedWeight, type WeightSeen } from './seen-weight.rules.ts';
import { putCircle } from './standard-model.rules.ts';

/** Where a camera hangs, what it is for, and what it sees. */
export interface FigureCamera extends Bounds {
  readonly east: number;
  readonly north: number;
  readonly purposes: readonly Purpose[];
}

interface PurposeFigures {
  cameras: number;
  readonly coverage: CityCoverage;
}

/**
 * What some cameras together see, of the whole and of each district, purpose and demand, and what 표준분석모델 takes them
 * to see. Kept true one camera at a time at the cost of that camera; every figure is exactly what a fresh count gives.
 */
export class CityFigures {
  readonly coverage = new CityCoverage();
  /** 표준분석모델's circles. */
  readonly circles = new CellGrid();
  readonly purposes = new Map<Purpose, PurposeFigures>();
  /** Cameras that stand in each district, and cells of it that are seen; the first is what lies in none. */
  readonly standing: Uint32Array;
  readonly sureCells: Uint32Array;
  readonly possibleCells: Uint32Array;
  /** Cameras that surely see something. */
  sureCameras = 0;
  readonly #districts: DistrictCells;
  readonly #cameras = new Map<number, FigureCamera>();
  readonly #weights = new Map<Demand, WatchedWeight>();

  constructor(districts: DistrictCells) {
    this.#districts = districts;
    const parts = districts.districts.length + 1;
    this.standing = new Uint32Array(parts);
    this.sureCells = this.#watched(this.coverage.sure, parts);
    this.possibleCells = this.#watched(this.coverage.possible, parts);
  }

  #watched(grid: CellGrid, parts: number): Uint32Array {
    const cells = new Uint32Array(parts);
    grid.watch((column, row, isSeen) => {
      cells[this.#districts.ofCell(column, row)]! += isSeen ? 1 : -1;
    });
    return cells;
  }

  setCamera(cameraId: number, camera: FigureCamera): void {
    this.removeCamera(cameraId);
    this.#cameras.set(cameraId, camera);
    this.coverage.setCamera(cameraId, camera);
    for (const purpose of new Set(camera.purposes)) {
      const figures = this.purposes.get(purpose) ?? { cameras: 0, coverage: new CityCoverage() };
      this.purposes.set(purpose, figures);
      figures.cameras++;
      figures.coverage.setRings(cameraId, this.coverage.ringsOf(cameraId)!);
    }
    this.#count(camera, 1);
  }

  removeCamera(cameraId: number): void {
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined) return;
    this.#cameras.delete(cameraId);
    this.coverage.removeCamera(cameraId);
    for (const purpose of new Set(camera.purposes)) {
      const figures = this.purposes.get(purpose)!;
      figures.cameras--;
      figures.coverage.removeCamera(cameraId);
    }
    this.#count(camera, -1);
  }

  #count({ east, north, sure }: FigureCamera, by: 1 | -1): void {
    putCircle(this.circles, [east, north], by);
    this.standing[this.#districts.at(east, north)]! += by;
    if (sure !== null) this.sureCameras += by;
  }

  /** How much of each demand is seen; demands that were asked for before and are not now are forgotten. */
  weightsOf(demands: readonly Demand[]): WeightSeen[] {
    for (const [demand, weight] of this.#weights)
      if (!demands.includes(demand)) {
        weight.stop();
        this.#weights.delete(demand);
      }
    return demands.map((demand) => {
      const weight = this.#weights.get(demand) ?? new WatchedWeight(demand, this.coverage);
      this.#weights.set(demand, weight);
      return weight;
    });
  }
}
