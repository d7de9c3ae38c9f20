import type { DeviceState } from '../cameras/snapshot.rules.ts';
import { CityCoverage, type Bounds } from './city-coverage.rules.ts';
import type { Rest } from './rest.ts';
import type { At, SightIndex, Which } from './sight.rules.ts';
import { StreetCount, type StreetPoints } from './streets.rules.ts';

const NOTHING = new Uint32Array(0);

/** As the cameras hang, or as they look now; by day or at night. */
export interface Sort {
  readonly which: Exclude<Which, 'reachable'>;
  readonly at: At;
}

/** What is known of the cameras beside their sight. */
export interface Told {
  /** Turned heads of which the asker is not told where they look. */
  readonly untold: ReadonlySet<number>;
  readonly stateOf: (cameraId: number) => DeviceState;
}

interface Held extends Bounds {
  readonly sureStreets: Uint32Array;
  readonly possibleStreets: Uint32Array;
}

/**
 * What some cameras together see, kept true: following the index costs the cameras that look otherwise than before.
 * As they look now, one that gives no picture sees nothing, one of unknown state nothing surely (Art. 15(2)), and a head
 * of which the asker is not told possibly sees whatever it can be turned to (Art. 30(1)).
 */
export class CityImage {
  readonly coverage = new CityCoverage();
  readonly streets: StreetPoints;
  readonly sureStreets: StreetCount;
  readonly possibleStreets: StreetCount;
  /** Rises with every camera that sees otherwise than before. */
  version = 0;
  readonly #held = new Map<number, Held>();
  readonly #sort: Sort;

  constructor(sort: Sort, streets: StreetPoints) {
    this.#sort = sort;
    this.streets = streets;
    this.sureStreets = new StreetCount(streets);
    this.possibleStreets = new StreetCount(streets);
  }

  /** Brings the image to these cameras as the index has them now. What changes meanwhile is followed too. */
  async follow(index: SightIndex, cameraIds: readonly number[], told: Told, rest: Rest): Promise<void> {
    const gone = new Set(this.#held.keys());
    for (const cameraId of cameraIds) {
      gone.delete(cameraId);
      this.#set(cameraId, this.#boundsOf(index, cameraId, told));
      await rest();
    }
    for (const cameraId of gone) this.#set(cameraId, null);
  }

  /** The views of the cameras that see anything, or may. */
  *views(): Generator<readonly [cameraId: number, bounds: Bounds]> {
    yield* this.#held;
  }

  /** Cameras that surely see something. */
  get sureCameras(): number {
    let count = 0;
    for (const { sure } of this.#held.values()) if (sure !== null) count++;
    return count;
  }

  #boundsOf(index: SightIndex, cameraId: number, { untold, stateOf }: Told): Bounds {
    const { which, at } = this.#sort;
    if (which === 'live') {
      const state = stateOf(cameraId);
      if (state === 'fault') return { sure: null, possible: null };
      if (untold.has(cameraId))
        return { sure: null, possible: index.possibleView(cameraId, 'reachable', at) };
      if (state === 'unknown') return { sure: null, possible: index.possibleView(cameraId, which, at) };
    }
    return { sure: index.sureView(cameraId, which, at), possible: index.possibleView(cameraId, which, at) };
  }

  #set(cameraId: number, bounds: Bounds | null): void {
    const before = this.#held.get(cameraId);
    if (bounds !== null && before?.sure === bounds.sure && before.possible === bounds.possible) return;
    if (before !== undefined) {
      this.sureStreets.put(before.sureStreets, -1);
      this.possibleStreets.put(before.possibleStreets, -1);
    }
    this.version++;
    if (bounds === null) {
      this.#held.delete(cameraId);
      this.coverage.removeCamera(cameraId);
      return;
    }
    const { sure, possible } = bounds;
    const held = {
      ...{ sure, possible },
      sureStreets: sure === null ? NOTHING : this.streets.within(sure),
      possibleStreets: possible === null ? NOTHING : this.streets.within(possible),
    };
    this.#held.set(cameraId, held);
    this.coverage.setCamera(cameraId, bounds);
    this.sureStreets.put(held.sureStreets, 1);
    this.possibleStreets.put(held.possibleStreets, 1);
  }
}
