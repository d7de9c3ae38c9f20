const WINDOW_MS = 4000;
/** Where the camera's rate is not known. */
const USUAL_FPS = 10;
/** Below the first part of its frames a picture starves, from the second on it does not any more. */
const STARVES = 0.6;
const FED = 0.85;

/** When frames came over the line, to tell a line that starves the picture from a camera that has broken off. */
export class Arrivals {
  #times: number[] = [];
  #sinceMs: number | null = null;
  #starves = false;

  hear(nowMs: number): void {
    this.#sinceMs ??= nowMs;
    this.#times.push(nowMs);
  }

  /** The camera broke off, or another stream begins: what came before says nothing. */
  forget(): void {
    this.#times = [];
    this.#sinceMs = null;
    this.#starves = false;
  }

  /** Whether far fewer frames than the camera sends have come in the last four seconds; never before four seconds of a stream. */
  starves(nowMs: number, fps: number | null): boolean {
    if (this.#sinceMs === null || nowMs - this.#sinceMs < WINDOW_MS) return false;
    this.#times = this.#times.filter((time) => nowMs - time < WINDOW_MS);
    const part = (this.#times.length * 1000) / ((fps ?? USUAL_FPS) * WINDOW_MS);
    this.#starves = part < (this.#starves ? FED : STARVES);
    return this.#starves;
  }
}
