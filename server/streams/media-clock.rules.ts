const MAX_STEP_MS = 5_000;
const FIRST_STEP_MS = 40;

/**
 * Turns a camera's 32-bit RTP time into milliseconds that only go forward: a wrap, a camera that sets its
 * clock, or a reconnect continues one frame after the last, because a player that sees 0 again starts over.
 */
export class MediaClock {
  readonly #clockRateHz: number;
  #exactMs = 0;
  #stepMs = FIRST_STEP_MS;
  #lastRtp: number | null = null;
  #lastMs = -1;

  constructor(clockRateHz = 90_000, startMs = 0) {
    this.#clockRateHz = clockRateHz;
    this.#exactMs = startMs - FIRST_STEP_MS;
  }

  /** Called when the connection to the camera is a new one. */
  restart(): void {
    this.#lastRtp = null;
  }

  next(rtpTimestamp: number): number {
    const stepMs =
      this.#lastRtp === null ? null : (((rtpTimestamp - this.#lastRtp) | 0) * 1000) / this.#clockRateHz;
    this.#lastRtp = rtpTimestamp;
    if (stepMs !== null && stepMs > 0 && stepMs <= MAX_STEP_MS) this.#stepMs = stepMs;
    this.#exactMs += this.#stepMs;
    this.#lastMs = Math.max(this.#lastMs + 1, Math.round(this.#exactMs));
    return this.#lastMs;
  }
}
