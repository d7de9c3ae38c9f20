import type { LonLat } from '../../geodata/lon-lat.ts';
import type { SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import { readSeeing } from '../api/coverage.ts';

/** Whose the answer is: worked out here under the pointer, the same while the server is asked, or the server's own. */
export type SeeingBy = 'pointer' | 'here' | 'server';

/** The answer to who sees a place; kept until another place is asked about. */
export class Seeing {
  place = $state.raw<LonLat | null>(null);
  cameras = $state.raw<readonly SeeingCamera[] | null>(null);
  failure = $state.raw<unknown>(null);
  by = $state<SeeingBy>('server');
  #asking: AbortController | null = null;

  async ask(place: LonLat): Promise<void> {
    this.cameras = null;
    this.place = place;
    this.by = 'server';
    await this.again();
  }

  /** The place under the pointer with the answer worked out here; null where that cannot be. */
  follow(place: LonLat, cameras: readonly SeeingCamera[] | null): void {
    this.#asking?.abort();
    this.by = 'pointer';
    this.failure = null;
    this.place = place;
    this.cameras = cameras;
  }

  /** The pointer stays: what was worked out here stands until the server has said the same, or better. */
  async settle(): Promise<void> {
    if (this.by !== 'pointer') return;
    this.by = 'here';
    await this.again();
  }

  /** The same place anew: what stands on the screen stays there until the answer comes. */
  async again(): Promise<void> {
    if (this.place === null || this.by === 'pointer') return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      this.cameras = await readSeeing(this.place, asking.signal);
      this.by = 'server';
      this.failure = null;
    } catch (failure) {
      if (!asking.signal.aborted) this.failure = failure;
    }
  }
}
