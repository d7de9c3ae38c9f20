import type { LonLat } from '../../geodata/lon-lat.ts';
import type { SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import { readSeeing } from '../api/coverage.ts';

/** The answer to who sees a place; kept until another place is asked about. */
export class Seeing {
  place = $state.raw<LonLat | null>(null);
  cameras = $state.raw<readonly SeeingCamera[] | null>(null);
  failure = $state.raw<unknown>(null);
  #asking: AbortController | null = null;

  async ask(place: LonLat): Promise<void> {
    this.cameras = null;
    this.place = place;
    await this.again();
  }

  /** The same place anew: what stands on the screen stays there until the answer comes. */
  async again(): Promise<void> {
    if (this.place === null) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      this.cameras = await readSeeing(this.place, asking.signal);
      this.failure = null;
    } catch (failure) {
      if (!asking.signal.aborted) this.failure = failure;
    }
  }
}
