import {
  aheadOf,
  beginTour,
  leftBehind,
  leftMs,
  tourAt,
  tourFollowed,
  tourPaused,
  tourResumed,
  tourStepped,
  type TourPlace,
  type WallSet,
} from './tour.rules.ts';
import type { VideoWall } from './video-wall.svelte.ts';

const TICK_MS = 250;

/** Why a sequence is over though nobody ended it. */
export type TourEnd = 'hidden' | 'empty' | 'removed';

/** What is told of a sequence while it runs. `sequenceId` null: of a display, which is told which one by the server. */
export interface Running {
  readonly sequenceId: string | null;
  readonly name: string;
  readonly dwellS: number;
}

/**
 * A sequence that runs (순회). Every camera it shows is opened, and so watched and on record, like any other; the next ones two
 * seconds before they are shown. It ends when nobody can see it, and with the session.
 */
export class Tour {
  sequence = $state.raw<Running | null>(null);
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

  start(sequence: Running, sets: readonly WallSet[]): void {
    this.stop();
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

  /** Goes on with what the running sequence has become, and answers what of it is gone. */
  follow(sequence: Running | null, sets: readonly WallSet[]): readonly WallSet[] {
    if (this.sequence === null) return [];
    const before = this.#sets;
    const gone = leftBehind(before, sets);
    if (sequence === null || sets.length === 0) {
      this.stop(sequence === null ? 'removed' : 'empty');
      return gone;
    }
    this.#nowMs = performance.now();
    const shown = before[this.#place.step];
    this.#place = tourFollowed(this.#place, before, sets, this.#nowMs);
    this.#sets = sets;
    this.sequence = sequence;
    if (JSON.stringify(shown) !== JSON.stringify(sets[this.#place.step])) this.#show();
    return gone;
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
    if (this.paused && this.#wall.inHand() && !this.#wall.lets()) return;
    const now = performance.now();
    this.#nowMs = now;
    this.#place = this.paused ? tourResumed(this.#place, now) : tourPaused(this.#place, now);
  }

  go(by: 1 | -1): void {
    if (this.#wall.inHand() && !this.#wall.lets()) return;
    this.#nowMs = performance.now();
    this.#place = tourStepped(this.#place, this.steps, by, this.#nowMs);
    this.#show();
  }

  #tick(): void {
    if (this.sequence === null) return;
    if (this.#wall.inHand() && !this.paused) this.pause();
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
