/** Each camera's pictures are asked for this often, and again at each look while it is under suspicion. */
const PERIOD_MS = 6 * 3600 * 1000;
const AT_ONCE = 4;

/**
 * Whose turn it is for a media probe: every camera once in six hours, spread evenly from the start by its number so that they
 * do not come together, and one under suspicion at its next look. At most four at a time.
 */
export class MediaRota {
  readonly #nextAtMs = new Map<number, number>();
  readonly #suspected = new Set<number>();
  readonly #silent = new Set<number>();
  #running = 0;

  isDue(cameraId: number, atMs: number): boolean {
    const next = this.#nextAtMs.get(cameraId);
    if (next === undefined) this.#nextAtMs.set(cameraId, atMs + spread(cameraId));
    if (this.#running >= AT_ONCE) return false;
    const suspect = this.#suspected.has(cameraId) || this.#silent.has(cameraId);
    return suspect || (next !== undefined && next <= atMs);
  }

  suspect(cameraId: number): void {
    this.#suspected.add(cameraId);
  }

  /** Runs a probe in its turn; `probe` tells whether the camera sent pictures. */
  async take(cameraId: number, atMs: number, probe: () => Promise<boolean>): Promise<void> {
    this.#running++;
    this.#nextAtMs.set(cameraId, atMs + PERIOD_MS);
    try {
      if (await probe()) this.#silent.delete(cameraId);
      else this.#silent.add(cameraId);
      this.#suspected.delete(cameraId);
    } finally {
      this.#running--;
    }
  }

  /** Whether the last probe of it saw no picture. */
  isSilent(cameraId: number): boolean {
    return this.#silent.has(cameraId);
  }

  keepOnly(cameraIds: ReadonlySet<number>): void {
    for (const cameraId of this.#nextAtMs.keys())
      if (!cameraIds.has(cameraId)) {
        this.#nextAtMs.delete(cameraId);
        this.#suspected.delete(cameraId);
        this.#silent.delete(cameraId);
      }
  }
}

/** The golden ratio spreads neighbours far apart. */
const spread = (cameraId: number): number => ((cameraId * 0.618_033_988_749_895) % 1) * PERIOD_MS;
