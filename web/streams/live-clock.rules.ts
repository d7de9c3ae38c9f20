const WINDOW = 10;

/**
 * How old a shown frame is, by the gateway's word on when the newest frame came from the camera. Of the last few
 * words the earliest to arrive is believed: one that waited behind a burst of pictures would flatter the delay.
 */
export class LiveClock {
  #edges: number[] = [];

  /** The newest frame had media time `mediaMs` and came `agoMs` before this word, which arrived at `nowMs`. */
  hear(mediaMs: number, agoMs: number, nowMs: number): void {
    this.#edges = [...this.#edges.slice(1 - WINDOW), mediaMs + agoMs - nowMs];
  }

  /** After a break the camera's time goes on from another moment: what was heard before is void. */
  forget(): void {
    this.#edges = [];
  }

  /** Delay of the frame with media time `mediaMs` shown at `nowMs`, never negative; null while unknown. */
  delayMs(mediaMs: number, nowMs: number): number | null {
    if (this.#edges.length === 0) return null;
    return Math.max(0, Math.max(...this.#edges) + nowMs - mediaMs);
  }
}
