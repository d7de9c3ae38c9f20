import type { ShownFrame } from '../frame-meter.ts';
import type { SentFrame } from './bench-console.ts';

/** A shown frame beside the moment it was sent. */
export interface AgedFrame {
  readonly atMs: number;
  readonly ageMs: number;
  /** Which of the sent frames it was, counted from the first that is known. */
  readonly order: number;
}

/** A clip comes again after its end: its frame of this number was sent last so long before it was shown, at most. */
const CLIP_MS = 8_000;

/**
 * The shown frames whose number could be read, each beside the latest frame of that number that was sent before it. What was
 * sent before the record begins is left out.
 */
export function agesOf(shown: readonly ShownFrame[], sent: readonly SentFrame[]): AgedFrame[] {
  return shown.flatMap(({ number, atMs, toldAtMs }): AgedFrame[] => {
    const seenAtMs = atMs ?? toldAtMs;
    const order = sent.findLastIndex(([sentAtMs, index]) => index === number && sentAtMs <= seenAtMs);
    const ageMs = seenAtMs - (sent[order]?.[0] ?? Number.NEGATIVE_INFINITY);
    return ageMs > CLIP_MS ? [] : [{ atMs: seenAtMs, ageMs, order }];
  });
}

/** How often a frame was shown after one that was sent later. */
export const stepsBack = (frames: readonly AgedFrame[]): number =>
  frames.filter(({ order }, at) => order < (frames[at - 1]?.order ?? 0)).length;

/** How long each number stayed on the screen between two moments, in ms; a picture that never came is one long gap. */
export function gapsOf(frames: readonly ShownFrame[], fromMs: number, toMs: number): number[] {
  const changes = frames.filter(({ number }, at) => number !== null && number !== frames[at - 1]?.number);
  const atMs = [fromMs, ...changes.map(({ toldAtMs }) => toldAtMs), toMs];
  return atMs.slice(1).map((ms, at) => ms - atMs[at]!);
}
