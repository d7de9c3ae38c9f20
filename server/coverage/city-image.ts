import type { DeviceState } from '../cameras/snapshot.rules.ts';
import type { Purpose } from '../cameras/purposes.rules.ts';
import type { Bounds } from './city-coverage.rules.ts';
import { CityFigures, type FigureCamera } from './city-figures.rules.ts';
import type { CityLand } from './city-land.ts';
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
  /** Heads of which the asker is not told where they look, nor whether they are turned. */
  readonly untold: ReadonlySet<number>;
  readonly stateOf: (cameraId: number) => DeviceState;
  readonly purposesOf: (cameraId: number) => readonly Purpose[];
}

interface Held extends FigureCamera {
  readonly sureStreets: Uint32Array;
  readonly possibleStreets: Uint32Array;
}

/**
 * What some cameras together see, kept true: following the index costs the cameras that look otherwise than before.
 * As they look now, one that gives no picture sees nothing, one of unknown state nothing surely (Art. 15(2)), and a head
 * of which the asker is not told possibly sees whatever it can be turned to (Art. 30(1)).
 */
export class CityImage {
  readonly figures: CityFigures;
  readonly streets: StreetPoints;
  readonly sureStreets: StreetCount;
  readonly possibleStreets: StreetCount;
  readonly #held = new Map<number, Held>();
  readonly #sort: Sort;

  constructor(sort: Sort, { cells, streets }: CityLand) {
    this.#sort = sort;
    this.figures = new CityFigures(cells);
    this.streets = streets;
    this.sureStreets = new StreetCount(streets);
    this.possibleStreets = new StreetCount(streets);
  }

  /** Brings the image to these cameras as the index has them now. What changes meanwhile is followed too. */
  async follow(index: SightIndex, cameraIds: readonly number[], told: Told, rest: Rest): Promise<void> {
    const gone = new Set(this.#held.keys());
    for (const cameraId of cameraIds) {
      const camera = index.camera(cameraId);
      if (camera === undefined) continue;
      gone.delete(cameraId);
      const { east, north } = camera;
      const purposes = told.purposesOf(cameraId);
      this.#set(cameraId, { east, north, purposes, ...this.#boundsOf(index, cameraId, told) });
      await rest();
    }
    for (const cameraId of gone) this.#set(cameraId, null);
  }

  /** The views of the cameras that see anything, or may. */
  views(): Iterable<Bounds> {
    return this.#held.values();
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

  #set(cameraId: number, camera: FigureCamera | null): void {
    const before = this.#held.get(cameraId);
    if (camera !== null && before !== undefined && isSame(before, camera)) return;
    if (before !== undefined) {
      this.sureStreets.put(before.sureStreets, -1);
      this.possibleStreets.put(before.possibleStreets, -1);
    }
    if (camera === null) {
      this.#held.delete(cameraId);
      this.figures.removeCamera(cameraId);
      return;
    }
    const { sure, possible } = camera;
    const held = {
      ...camera,
      sureStreets: sure === null ? NOTHING : this.streets.within(sure),
      possibleStreets: possible === null ? NOTHING : this.streets.within(possible),
    };
    this.#held.set(cameraId, held);
    this.figures.setCamera(cameraId, camera);
    this.sureStreets.put(held.sureStreets, 1);
    this.possibleStreets.put(held.possibleStreets, 1);
  }
}

const isSame = (one: FigureCamera, other: FigureCamera): boolean =>
  one.sure === other.sure &&
  one.possible === other.possible &&
  one.east === other.east &&
  one.north === other.north &&
  (one.purposes === other.purposes || one.purposes.join() === other.purposes.join());
