import { CityCoverage, type Bounds } from '../city-coverage.rules.ts';
import type { At, SightCamera, SightIndex, Which } from '../sight.rules.ts';

/** Side of the cells in which one camera's own figures are counted, in metres. */
const FINE_CELL_M = 2;

interface Held extends Bounds {
  readonly camera: SightCamera;
}

/**
 * What the cameras around a place see, counted where somebody plans and nowhere else: each camera is counted when its
 * reach first meets what is asked for, and anew when its view has become another.
 */
export class NearCoverage {
  readonly coverage = new CityCoverage(FINE_CELL_M);
  readonly #index: SightIndex;
  readonly #which: Which;
  readonly #at: At;
  readonly #held = new Map<number, Held>();

  constructor(index: SightIndex, which: Which, at: At) {
    this.#index = index;
    this.#which = which;
    this.#at = at;
  }

  /** The counts, true within so many metres of a place. */
  around(east: number, north: number, rangeM: number): CityCoverage {
    for (const [cameraId, { camera }] of this.#held)
      if (this.#index.camera(cameraId) !== camera) this.#drop(cameraId);
    for (const camera of this.#index.inBox(east - rangeM, north - rangeM, east + rangeM, north + rangeM))
      this.#hold(camera);
    return this.coverage;
  }

  #hold(camera: SightCamera): void {
    const { cameraId } = camera;
    const sure = this.#index.sureView(cameraId, this.#which, this.#at);
    const possible = this.#index.possibleView(cameraId, this.#which, this.#at);
    const held = this.#held.get(cameraId);
    if (held?.sure === sure && held.possible === possible) return;
    this.#held.set(cameraId, { camera, sure, possible });
    this.coverage.setCamera(cameraId, { sure, possible });
  }

  #drop(cameraId: number): void {
    this.#held.delete(cameraId);
    this.coverage.removeCamera(cameraId);
  }
}
