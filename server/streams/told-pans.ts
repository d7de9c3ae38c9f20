import type { Actor } from '../platform/access.ts';

/** A measurement with all its landmarks takes no longer. */
const KEPT_MS = 30 * 60_000;

/** What each standing device told to whoever measures it: a sighting is one of these, and none is thought up (Art. 11(1)). */
export class ToldPans {
  readonly #told = new Map<string, Map<number, number>>();

  tell({ sessionId }: Actor, cameraId: number, pan: number, atMs: number): void {
    this.#forget(atMs);
    const key = `${String(sessionId)} ${cameraId}`;
    const pans = this.#told.get(key) ?? new Map<number, number>();
    this.#told.set(key, pans.set(pan, atMs));
  }

  has({ sessionId }: Actor, cameraId: number, pan: number, atMs: number): boolean {
    const toldMs = this.#told.get(`${String(sessionId)} ${cameraId}`)?.get(pan);
    return toldMs !== undefined && atMs - toldMs <= KEPT_MS;
  }

  #forget(atMs: number): void {
    for (const [key, pans] of this.#told) {
      for (const [pan, toldMs] of pans) if (atMs - toldMs > KEPT_MS) pans.delete(pan);
      if (pans.size === 0) this.#told.delete(key);
    }
  }
}
