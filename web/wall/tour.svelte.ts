import type { SceneView, SequenceView } from '../../server/streams/scenes.schema.ts';
import {
  aheadOf,
  beginTour,
  leftMs,
  setsOf,
  tourAt,
  tourPaused,
  tourResumed,
  tourStepped,
  type TourPlace,
  type WallSet,
} from './tour.rules.ts';
import type { VideoWall } from './video-wall.svelte.ts';

const TICK_MS = 250;

/** Why a sequence is over though nobody ended it. */
export type TourEnd = 'hidden' | 'empty';

/**
 * A sequence that runs (순회). Every camera it shows is opened, and so watched and on record, like any other; the next ones two
 * seconds before they are shown. It ends when nobody can see it, and with the session.
 */
export class Tour {
  sequence = $state.raw<SequenceView | null>(null);
  ended = $state<TourEnd | null>(null);
  #sets = $state.raw<readonly WallSet[]>([]);
  #place = $state.raw<TourPlace>(beginTour(0));
  #nowMs = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #wall: VideoWall;

  readonly steps = $derived(this.#sets.length);
  readonly step = $derived(this.#place.step);
  readonly paused = $derived(this.#place.pausedMs !== null);
  readonly leftS = $derived(
    this.sequence === null ? 0 : Math.ceil(leftMs(this.#place, this.sequence.dwellS, this.#nowMs) / 1000),
  );
  readonly #aheadStep = $derived(
    this.sequence === null ? null : aheadOf(this.#place, this.steps, this.sequence.dwellS, this.#nowMs),
  );
  /** The set that is being made ready behind the one on the screen. */
  readonly ahead = $derived(this.#aheadStep === null ? null : (this.#sets[this.#aheadStep] ?? null));

  constructor(wall: VideoWall) {
    this.#wall = wall;
  }

  start(sequence: SequenceView, scenes: readonly SceneView[]): void {
    this.stop();
    const sets = setsOf(sequence, scenes);
    if (sets.length === 0) {
      this.ended = 'empty';
      return;
    }
    this.#sets = sets;
    this.sequence = sequence;
    this.#nowMs = performance.now();
    this.#place = beginTour(this.#nowMs);
    this.#show();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    document.addEventListener('visibilitychange', this.#onHidden);
  }

  stop(why: TourEnd | null = null): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#onHidden);
    this.sequence = null;
    this.#sets = [];
    this.ended = why;
  }

  pause(): void {
    this.#place = tourPaused(this.#place, performance.now());
  }

  toggle(): void {
    const now = performance.now();
    this.#nowMs = now;
    this.#place = this.paused ? tourResumed(this.#place, now) : tourPaused(this.#place, now);
  }

  go(by: 1 | -1): void {
    this.#nowMs = performance.now();
    this.#place = tourStepped(this.#place, this.steps, by, this.#nowMs);
    this.#show();
  }

  #tick(): void {
    if (this.sequence === null) return;
    this.#nowMs = performance.now();
    const next = tourAt(this.#place, this.steps, this.sequence.dwellS, this.#nowMs);
    if (next === this.#place) return;
    this.#place = next;
    this.#show();
  }

  #show(): void {
    const set = this.#sets[this.#place.step];
    if (set !== undefined) this.#wall.show(set);
  }

  /** Watching that nobody sees serves no purpose (Art. 11, 26). */
  readonly #onHidden = (): void => {
    if (document.visibilityState === 'hidden') this.stop('hidden');
  };
}
