import { SvelteMap } from 'svelte/reactivity';
import { readCameraCard } from '../api/camera-card.ts';
import { ApiFailure } from '../api/request.ts';
import { ANY_TILE, NO_TILE, tileRightOf, type TileRight } from './tile-rights.rules.ts';

const AGAIN_MS = 5000;

/** Whatever tells which cameras are others than before. */
interface Changing {
  readonly onChange: (listener: (changed: ReadonlySet<number> | 'all') => void) => () => void;
}

/**
 * What this person may do with each camera of the wall. Whoever watches only some cameras asks their cards first: to ask for
 * another's picture would leave a refusal on record (Art. 30(3)).
 */
export class TileRights {
  readonly #rights = new SvelteMap<number, TileRight>();
  readonly #asked = new Set<number>();
  #epoch = $state(0);
  readonly #someOnly: boolean;

  constructor(fleet: Changing, someOnly: boolean) {
    this.#someOnly = someOnly;
    if (!someOnly) return;
    fleet.onChange((changed) => {
      if (changed === 'all') this.#asked.clear();
      else for (const cameraId of changed) this.#asked.delete(cameraId);
      this.#epoch++;
    });
  }

  /** Null until it is known. */
  of = (cameraId: number): TileRight | null =>
    this.#someOnly ? (this.#rights.get(cameraId) ?? null) : ANY_TILE;

  want(cameraIds: readonly number[]): void {
    void this.#epoch;
    if (!this.#someOnly) return;
    for (const cameraId of cameraIds) if (!this.#asked.has(cameraId)) void this.#read(cameraId);
  }

  async #read(cameraId: number): Promise<void> {
    this.#asked.add(cameraId);
    try {
      this.#rights.set(cameraId, tileRightOf(await readCameraCard(cameraId)));
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.status === 404) this.#rights.set(cameraId, NO_TILE);
      else setTimeout(() => this.#again(cameraId), AGAIN_MS);
    }
  }

  #again(cameraId: number): void {
    this.#asked.delete(cameraId);
    this.#epoch++;
  }
}
