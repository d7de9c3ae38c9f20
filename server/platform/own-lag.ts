const TICK_MS = 100;
const KEPT_MS = 60_000;
/** Above this what took long may have been ours: an answer that waited for us looks like one that came late. */
export const TOO_LATE_MS = 300;

interface Late {
  readonly atMs: number;
  readonly lateMs: number;
}

/** How much of what was seen was not believed, and how late this program was. */
export interface HeldBack {
  readonly looks: number;
  readonly worstMs: number;
}

/**
 * How late this program is for its own appointments, because the machine or its event loop is busy. Who judges others by
 * the clock asks it first. Times are of `performance.now()`.
 */
export class OwnLag {
  readonly #now: () => number;
  readonly #lates: Late[] = [];
  #heldBackAtMs: number[] = [];
  #lastTickMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#lastTickMs = now();
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#lastTickMs = this.#now();
    this.#timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  tick(): void {
    const atMs = this.#now();
    const lateMs = this.#lateNow(atMs);
    this.#lastTickMs = atMs;
    if (lateMs > TOO_LATE_MS / 4) this.#lates.push({ atMs, lateMs });
    while (this.#lates[0] !== undefined && this.#lates[0].atMs < atMs - KEPT_MS) this.#lates.shift();
  }

  /** The worst since then, in ms; one that goes on at this moment counts. */
  worstSinceMs(sinceMs: number): number {
    const atMs = this.#now();
    const lates = this.#lates.filter((late) => late.atMs >= sinceMs).map(({ lateMs }) => lateMs);
    return Math.max(this.#timer === undefined ? 0 : this.#lateNow(atMs), 0, ...lates);
  }

  /** Something that took long was not believed, because this program was late itself. */
  noteHeldBack(): void {
    this.#heldBackAtMs.push(this.#now());
  }

  /** Of the last minute; null where everything was judged. */
  heldBack(): HeldBack | null {
    const sinceMs = this.#now() - KEPT_MS;
    this.#heldBackAtMs = this.#heldBackAtMs.filter((atMs) => atMs >= sinceMs);
    const looks = this.#heldBackAtMs.length;
    return looks === 0 ? null : { looks, worstMs: Math.round(this.worstSinceMs(sinceMs)) };
  }

  #lateNow(atMs: number): number {
    return atMs - this.#lastTickMs - TICK_MS;
  }
}

/** Of this process. */
export const ownLag = new OwnLag();
