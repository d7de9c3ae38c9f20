import type { ShowBody, WallDisplay } from '../../server/streams/wall-displays.schema.ts';
import { readWallDisplays, showOnDisplay } from '../api/wall.ts';

/** The displays of the room, and what stands on each. */
export class Displays {
  all = $state.raw<readonly WallDisplay[] | null>(null);
  failure = $state.raw<unknown>(null);
  /** Whether this person may put anything on them. */
  may = $state(false);
  #turn = 0;

  async read(): Promise<void> {
    if (!this.may) return;
    const turn = ++this.#turn;
    try {
      const { displays } = await readWallDisplays();
      if (turn !== this.#turn) return;
      this.all = displays;
      this.failure = null;
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure;
    }
  }

  /** Puts it there; null leaves the display its map. Throws ApiFailure. */
  async show(displayId: number, show: ShowBody | null): Promise<void> {
    await showOnDisplay(displayId, show);
    await this.read();
  }
}
