import { knows, scopeOf, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { toldOfWatching } from '../streams/index.ts';
import type { Purpose } from '../cameras/purposes.rules.ts';
import { CityImage, type Sort } from './city-image.ts';
import { readCityLand, type CityLand } from './city-land.ts';
import type { CitySight, CitySightImage } from './city-sight.ts';
import { selectStates } from './coverage.sql.ts';
import { restEvery } from './rest.ts';

/** Images kept at a time; the one that was asked for longest ago goes. */
const KEPT = 6;
/** Milliseconds of work on coverage without letting others run. */
const SLICE_MS = 8;

export interface CoverageQuestion extends Sort {
  /** Cameras that serve one of these; null for all. */
  readonly purposes: readonly Purpose[] | null;
}

/** The answer's ground: an image of the cameras in question, and the land it lies on. */
export interface AskedImage {
  readonly image: CityImage;
  readonly land: CityLand;
  readonly sight: CitySightImage;
  readonly cameraIds: readonly number[];
}

/**
 * What the city's cameras together see, for each circle of people who may know of the same cameras: nobody's figures hold
 * a camera that they may not know of, or it could be read off a difference (Art. 10(4)).
 */
export class CityImages {
  readonly #deps: Deps;
  readonly #sight: CitySight;
  readonly #images = new Map<string, CityImage>();
  #land: Promise<CityLand> | null = null;
  #working: Promise<unknown> = Promise.resolve();

  constructor(deps: Deps, sight: CitySight) {
    this.#deps = deps;
    this.#sight = sight;
    deps.events.subscribe(({ kind }) => {
      if (kind !== 'layer') return;
      this.#land = null;
      this.#images.clear();
    });
  }

  /** Asks one thing of an image while nobody else changes it. */
  async ask<T>(
    actor: Actor,
    question: CoverageQuestion,
    answer: (asked: AskedImage) => T | Promise<T>,
  ): Promise<T> {
    const next = this.#working.catch(() => undefined).then(() => this.#ask(actor, question, answer));
    this.#working = next;
    return next;
  }

  async #ask<T>(
    actor: Actor,
    { which, at, purposes }: CoverageQuestion,
    answer: (asked: AskedImage) => T | Promise<T>,
  ): Promise<T> {
    const rest = restEvery(SLICE_MS);
    const land = await this.#readLand();
    const sight = await this.#sight.image();
    const scope = scopeOf(actor);
    const cameraIds = sight.index
      .cameras()
      .map(({ cameraId }) => cameraId)
      .filter((cameraId) => {
        const known = sight.known.get(cameraId);
        if (known === undefined || !knows(scope, known)) return false;
        return purposes === null || known.purposes.some((purpose) => purposes.includes(purpose));
      })
      .sort((a, b) => a - b);
    const told = await this.#told(actor, which, sight, cameraIds);
    const key = [
      which,
      at,
      scope.key,
      purposes?.toSorted().join('+') ?? '',
      [...told.untold].join('+'),
    ].join();
    const image = this.#images.get(key) ?? new CityImage({ which, at }, land);
    this.#images.delete(key);
    this.#images.set(key, image);
    for (const oldest of [...this.#images.keys()].slice(0, -KEPT)) this.#images.delete(oldest);
    await image.follow(sight.index, cameraIds, told, rest);
    return answer({ image, land, sight, cameraIds });
  }

  async #told(
    actor: Actor,
    which: Sort['which'],
    { index, known }: CitySightImage,
    cameraIds: readonly number[],
  ): Promise<Parameters<CityImage['follow']>[2]> {
    const purposesOf = (cameraId: number): readonly Purpose[] => known.get(cameraId)?.purposes ?? [];
    if (which === 'home') return { untold: new Set(), stateOf: () => 'normal', purposesOf };
    const heads = cameraIds.filter((cameraId) => index.camera(cameraId)?.kind === 'ptz');
    const told = await toldOfWatching(this.#deps.sql, actor, heads);
    const rows = await selectStates(this.#deps.sql, cameraIds);
    const states = new Map(rows.map(({ cameraId, state }) => [cameraId, state]));
    return {
      untold: new Set(heads.filter((cameraId) => !told.has(cameraId))),
      stateOf: (cameraId) => states.get(cameraId) ?? 'unknown',
      purposesOf,
    };
  }

  #readLand(): Promise<CityLand> {
    if (this.#land === null) {
      const reading = readCityLand(this.#deps.sql, restEvery(SLICE_MS));
      this.#land = reading;
      reading.catch(() => {
        if (this.#land === reading) this.#land = null;
      });
    }
    return this.#land;
  }
}
