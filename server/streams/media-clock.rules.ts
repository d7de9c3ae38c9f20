/** When a frame is decoded and how much later it is shown, in ms of a time that never goes back. */
export interface MediaTime {
  readonly mediaMs: number;
  /** Never negative; 0 wherever frames come in the order in which they are shown. */
  readonly shownAfterMs: number;
}

const MAX_STEP_MS = 5_000;
const MAX_BACK_MS = 1_000;
const FIRST_STEP_MS = 40;
/** Frames that may wait to be shown, as H.264 allows them at most. */
const MOST_REORDERED = 16;

/**
 * Turns a camera's 32-bit RTP time, which says when a frame is shown, into milliseconds of decoding that only go forward:
 * a wrap, a camera that sets its clock, or a reconnect continues one frame after the last, because a player that sees 0
 * again starts over. Where frames are shown in another order than they come (B-frames), decoding keeps that far ahead.
 */
export class MediaClock {
  readonly #clockRateHz: number;
  #exactMs: number;
  #newestMs: number;
  #offsetMs = 0;
  #stepMs = FIRST_STEP_MS;
  #lastRtp: number | null = null;
  #lastMs = -1;
  /** Times of showing that no frame was decoded at yet, smallest first: as many as frames may be reordered. */
  #ahead: number[] = [];

  constructor(clockRateHz = 90_000, startMs = 0) {
    this.#clockRateHz = clockRateHz;
    this.#exactMs = startMs - FIRST_STEP_MS;
    this.#newestMs = this.#exactMs;
  }

  /** Called when the connection to the camera is a new one. */
  restart(): void {
    this.#lastRtp = null;
  }

  /** `isBetween`: a B-frame, the only kind that may be shown before one that came earlier. */
  next(rtpTimestamp: number, isBetween = false, reorderedFrames = 0): MediaTime {
    this.#step(rtpTimestamp, isBetween);
    while (this.#ahead.length < Math.min(reorderedFrames, MOST_REORDERED)) this.#keepAhead();
    let shownMs = this.#exactMs + this.#offsetMs;
    const isLate = isBetween && Math.round(shownMs) <= this.#lastMs;
    if (isLate && this.#ahead.length < MOST_REORDERED) {
      // More frames are reordered than was said: everything is shown later from now on.
      this.#offsetMs += this.#lastMs + 1 - shownMs;
      shownMs = this.#lastMs + 1;
      this.#ahead.unshift(shownMs);
    }
    const at = this.#ahead.findIndex((ms) => ms > shownMs);
    this.#ahead.splice(at < 0 ? this.#ahead.length : at, 0, shownMs);
    const decodedMs = this.#ahead.shift() ?? shownMs;
    this.#lastMs = Math.max(this.#lastMs + 1, Math.round(decodedMs));
    return { mediaMs: this.#lastMs, shownAfterMs: Math.max(0, Math.round(shownMs) - this.#lastMs) };
  }

  #step(rtpTimestamp: number, isBetween: boolean): void {
    const stepMs =
      this.#lastRtp === null ? null : (((rtpTimestamp - this.#lastRtp) | 0) * 1000) / this.#clockRateHz;
    this.#lastRtp = rtpTimestamp;
    const isBack = stepMs !== null && isBetween && stepMs < 0 && stepMs > -MAX_BACK_MS;
    const isOn = stepMs !== null && stepMs > 0 && stepMs <= MAX_STEP_MS;
    if (isOn && (isBetween || this.#ahead.length === 0)) this.#stepMs = stepMs;
    this.#exactMs = isBack || isOn ? this.#exactMs + stepMs : this.#newestMs + this.#stepMs;
    this.#newestMs = Math.max(this.#newestMs, this.#exactMs);
  }

  #keepAhead(): void {
    this.#ahead.push(this.#exactMs + this.#offsetMs);
    this.#offsetMs += this.#stepMs;
  }
}
