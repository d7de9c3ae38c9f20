/** Eight words of a gateway that lives, whatever its camera does. */
const SILENT_MS = 4_000;
/** A page that was busy looks first and hears afterwards what came meanwhile. */
const LOOKS = 3;

/** Whether nothing comes any more through a connection that still stands: a network that was cut says nothing of it. */
export class Silence {
  #heardAtMs: number;
  #looks = 0;

  constructor(nowMs: number) {
    this.#heardAtMs = nowMs;
  }

  hear(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#looks = 0;
  }

  /** Called several times a second. */
  isLasting(nowMs: number): boolean {
    this.#looks = nowMs - this.#heardAtMs > SILENT_MS ? this.#looks + 1 : 0;
    return this.#looks >= LOOKS;
  }
}
