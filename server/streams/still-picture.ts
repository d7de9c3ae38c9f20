import { crc32 } from 'node:zlib';
import type { AccessUnit } from './h264-depacketize.rules.ts';

/** How long nothing of a picture may differ before it is called frozen, and over how many key frames. */
export const FROZEN = { forMs: 10_000, keyFrames: 5, changeShare: 0.1 } as const;

const SLICES: ReadonlySet<number> = new Set([1, 5]);

/**
 * Tells a frozen picture from a quiet street by what the encoder sends (Art. 18(1)): a sensor's noise makes two key frames of
 * the same scene differ, so key frames that are equal to the byte, with next to nothing between them, are one frame sent
 * again and again. Looks only at streams that somebody has open: it asks for nothing (Art. 11, 26).
 */
export class StillPicture {
  #digest: number | null = null;
  #keyBytes = 0;
  #sinceMs = 0;
  #equalKeys = 0;
  #between = 0;
  #frozen = false;

  /** Whether the picture is frozen, after this unit; null where that is as before. */
  next(unit: AccessUnit, atMs: number): boolean | null {
    const slices = unit.nals.filter(({ type }) => SLICES.has(type));
    const bytes = slices.reduce((sum, nal) => sum + nal.bytes, 0);
    if (!unit.key) {
      this.#between += bytes;
      return null;
    }
    const digest = digestOf(slices.flatMap(({ parts }) => parts));
    const moved = this.#between > this.#keyBytes * FROZEN.changeShare;
    if (digest !== this.#digest || moved) {
      this.#sinceMs = atMs;
      this.#equalKeys = 0;
    }
    this.#equalKeys++;
    this.#digest = digest;
    this.#keyBytes = bytes;
    this.#between = 0;
    const frozen = this.#equalKeys >= FROZEN.keyFrames && atMs - this.#sinceMs >= FROZEN.forMs;
    if (frozen === this.#frozen) return null;
    this.#frozen = frozen;
    return frozen;
  }
}

const digestOf = (parts: readonly Buffer[]): number => parts.reduce((sum, part) => crc32(part, sum), 0);
