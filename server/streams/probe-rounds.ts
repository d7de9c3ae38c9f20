import { setTimeout as sleep } from 'node:timers/promises';
import { ownLag, TOO_LATE_MS, type OwnLag } from '../platform/own-lag.ts';
import type { ProbeResult } from './light-probe.ts';
import { hangsOnTime, ProbeDamper } from './probe-state.rules.ts';

export interface ProbeChange {
  readonly cameraId: number;
  readonly result: ProbeResult;
  readonly checkedAt: Date;
}

export interface ProbeRoundsOptions<Target extends { readonly cameraId: number }> {
  readonly list: () => Promise<readonly Target[]>;
  readonly probe: (target: Target) => Promise<ProbeResult>;
  /** States to report, several at a time; a rejection is retried with the next batch. */
  readonly onChanges: (changes: readonly ProbeChange[]) => Promise<void>;
  readonly onError?: (error: unknown) => void;
  readonly now?: () => Date;
  /** Every camera is looked at once a period. */
  readonly periodMs?: number;
  /** The first round after a start is quicker, because until then nobody knows anything. */
  readonly firstRoundMs?: number;
  /** A large city's round takes longer than the period rather than more than this; the first round may take three times it. */
  readonly maxPerS?: number;
  readonly concurrency?: number;
  readonly againAfterMs?: number;
  readonly lag?: Pick<OwnLag, 'worstSinceMs' | 'noteHeldBack'>;
}

const FLUSH_MS = 400;

/** Looks at all cameras in turn, evenly spread over the period, a few at a time, and reports changes only. */
export class ProbeRounds<Target extends { readonly cameraId: number }> {
  readonly #options: ProbeRoundsOptions<Target>;
  readonly #damper = new ProbeDamper();
  readonly #stop = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  #running = 0;
  #waiting: (() => void)[] = [];
  #changes = new Map<number, ProbeChange>();
  #flushing: Promise<void> | null = null;
  #done: Promise<void> | null = null;

  constructor(options: ProbeRoundsOptions<Target>) {
    this.#options = options;
  }

  start(): void {
    this.#done ??= this.#rounds();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const wake of this.#waiting.splice(0)) wake();
    await this.#done;
    await this.#flush();
  }

  /** What was seen of a camera counts no more: the next look at it is reported whatever it finds. */
  forget(cameraId: number): void {
    this.#damper.forget(cameraId);
  }

  async #rounds(): Promise<void> {
    const { periodMs = 60_000, firstRoundMs = 15_000, maxPerS = 100 } = this.#options;
    for (let first = true; !this.#stop.signal.aborted; first = false) {
      const lengthMs = first ? Math.min(periodMs, firstRoundMs) : periodMs;
      try {
        await this.#round(lengthMs, first ? maxPerS * 3 : maxPerS);
      } catch (error) {
        this.#options.onError?.(error);
        await this.#pause(Math.min(5_000, periodMs));
      }
    }
  }

  async #round(atLeastMs: number, maxPerS: number): Promise<void> {
    const targets = await this.#options.list();
    const lengthMs = Math.max(atLeastMs, (targets.length * 1000) / maxPerS);
    this.#damper.keepOnly(new Set(targets.map(({ cameraId }) => cameraId)));
    const startedAtMs = performance.now();
    for (const [index, target] of targets.entries()) {
      await this.#pause(startedAtMs + (index * lengthMs) / targets.length - performance.now());
      if (this.#stop.signal.aborted) return;
      await this.#slot();
      void this.#look(target, null);
    }
    await this.#pause(startedAtMs + lengthMs - performance.now());
  }

  /** `first`: what the first of two looks learnt; a device that was asked then is not asked again now. */
  async #look(target: Target, first: ProbeResult | null): Promise<void> {
    try {
      if (this.#stop.signal.aborted) return;
      const beganAtMs = performance.now();
      const looked = await this.#options.probe(target);
      const result =
        looked.device || !first ? looked : { ...looked, device: first.device, facts: first.facts };
      if (this.#stop.signal.aborted) return;
      if (this.#wasLate(result, beganAtMs)) return this.#holdBack(target.cameraId, result);
      const { shown, isNew, again } = this.#damper.next(target.cameraId, result, performance.now());
      if (isNew || (result.device && !again))
        this.#report({
          cameraId: target.cameraId,
          result: { ...result, ...shown },
          checkedAt: this.#now(),
        });
      if (again && !first)
        this.#after(this.#options.againAfterMs ?? 2_000, () => {
          void this.#slot().then(() => this.#look(target, result));
        });
    } catch (error) {
      this.#options.onError?.(error);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** A camera is not judged by the clock while this program itself was late. */
  #wasLate(result: ProbeResult, sinceMs: number): boolean {
    const { lag = ownLag } = this.#options;
    return hangsOnTime(result) && lag.worstSinceMs(sinceMs) > TOO_LATE_MS;
  }

  /** What stood for the camera stands; what its device told is reported all the same. */
  #holdBack(cameraId: number, result: ProbeResult): void {
    (this.#options.lag ?? ownLag).noteHeldBack();
    const standing = this.#damper.standing(cameraId);
    if (result.device && standing)
      this.#report({ cameraId, result: { ...result, ...standing }, checkedAt: this.#now() });
  }

  /** Waits for a place among the running probes and takes it; `#look` gives it back. */
  async #slot(): Promise<void> {
    while (this.#running >= (this.#options.concurrency ?? 64) && !this.#stop.signal.aborted)
      await new Promise<void>((wake) => this.#waiting.push(wake));
    this.#running++;
  }

  #report(change: ProbeChange): void {
    if (this.#changes.size === 0) this.#after(FLUSH_MS, () => void this.#flush());
    this.#changes.set(change.cameraId, change);
  }

  async #flush(): Promise<void> {
    if (this.#flushing) await this.#flushing;
    if (this.#changes.size === 0) return;
    const changes = this.#changes;
    this.#changes = new Map();
    this.#flushing = this.#options.onChanges([...changes.values()]).catch((error: unknown) => {
      this.#options.onError?.(error);
      for (const change of changes.values())
        if (!this.#changes.has(change.cameraId)) this.#changes.set(change.cameraId, change);
      if (!this.#stop.signal.aborted) this.#after(2_000, () => void this.#flush());
    });
    await this.#flushing;
    this.#flushing = null;
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }
}
