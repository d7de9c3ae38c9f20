/** Why a viewing ended, as its audit row says (Art. 30(3)). */
export type WhyEnded =
  | 'closed'
  | 'not-opened'
  | 'logged-out'
  | 'session-ended'
  | 'right-removed'
  | 'delegation-over'
  | 'security-over'
  /** The pursuit in which it was opened ended (Art. 27). */
  | 'pursuit-over'
  /** The database was away for longer than a proof of rights counts. */
  | 'unproved'
  /** The viewer did not keep up. */
  | 'slow'
  /** Closed while the camera gave no picture. */
  | 'camera-away'
  | 'camera-changed'
  | 'restarted'
  | 'process-stop';

export interface ViewingEnd {
  readonly why: WhyEnded;
  /** How long a moving picture was given, to a tenth of a second. */
  readonly seconds: number;
  /** Whether the picture was ever opened with the leave that was given. */
  readonly opened: boolean;
}

/** Adds up how long something went on, in ms of a clock that never jumps. */
export class Stopwatch {
  #sumMs = 0;
  #sinceMs: number | null = null;

  run(running: boolean, nowMs: number): void {
    if (this.#sinceMs !== null) this.#sumMs += nowMs - this.#sinceMs;
    this.#sinceMs = running ? nowMs : null;
  }

  /** To a tenth of a second. */
  seconds(nowMs: number): number {
    this.run(this.#sinceMs !== null, nowMs);
    return Math.round(this.#sumMs / 100) / 10;
  }
}
