import { SvelteMap } from 'svelte/reactivity';
import type { CameraRow } from '../../server/cameras/cameras.schema.ts';
import { api } from '../api/client.ts';
import { answered } from '../api/request.ts';
import type { Fleet } from './fleet.svelte.ts';

const GATHER_MS = 40;
const MOST_AT_ONCE = 500;

/** Names, addresses and since-when of the cameras that some list or label shows, read in batches as they are asked for. */
export class Names {
  readonly #rows = new SvelteMap<number, CameraRow>();
  readonly #asked = new Set<number>();
  /** Counts up whenever something more is known. */
  revision = $state(0);
  /** Whoever shows names asks again when they may have changed, so that only what is on the screen is read anew. */
  #epoch = $state(0);
  #wanted = new Set<number>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(fleet: Fleet) {
    fleet.onChange((changed) => {
      if (changed === 'all') this.#asked.clear();
      else for (const cameraId of changed) this.#asked.delete(cameraId);
      this.#epoch++;
    });
  }

  /** Whatever could not be read is asked for again by whoever shows it. */
  again(): void {
    this.#epoch++;
  }

  /** What is known of the camera now; asks for it where nothing is. */
  of(cameraId: number): CameraRow | null {
    return this.#rows.get(cameraId) ?? null;
  }

  want(cameraIds: Iterable<number>): void {
    void this.#epoch;
    for (const cameraId of cameraIds) if (!this.#asked.has(cameraId)) this.#wanted.add(cameraId);
    if (this.#wanted.size === 0 || this.#timer !== null) return;
    this.#timer = setTimeout(() => void this.#read(), GATHER_MS);
  }

  async #read(): Promise<void> {
    const cameraIds = [...this.#wanted].slice(0, MOST_AT_ONCE);
    const rest = [...this.#wanted].slice(MOST_AT_ONCE);
    this.#wanted = new Set(rest);
    for (const cameraId of cameraIds) this.#asked.add(cameraId);
    try {
      const { rows } = await answered(api.cameras.rows.$post({ json: { cameraIds } }));
      for (const cameraId of cameraIds) this.#rows.delete(cameraId);
      for (const row of rows) this.#rows.set(row.cameraId, row);
      this.revision++;
    } catch {
      // Asked again with the next change or the next look; the row shows its number until then.
      for (const cameraId of cameraIds) this.#asked.delete(cameraId);
    }
    this.#timer = null;
    this.want(this.#wanted);
  }
}

/** `0433-1` of `GN-0433-1`: the city's own prefix says nothing on its own map. */
export const shortNumber = (managementNo: string): string => managementNo.replace(/^[A-Za-z]+[-_ ]/, '');
