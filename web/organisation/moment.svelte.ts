import { dayOf, timeOf } from '../ui/words/times.ts';

/**
 * Which day the register is read for (기준일), and as it was known when. Null is today and now. `knownAt` is a clock
 * time of the city, `2026-01-02T09:00`, to the second where it matters.
 */
export class Moment {
  validOn = $state<string | null>(null);
  knownAt = $state<string | null>(null);
  readonly isNow = $derived(this.validOn === null && this.knownAt === null);
  /** The same as a query of the API; a city's clock time becomes an instant. */
  readonly query = $derived<Readonly<Record<string, string>>>({
    ...(this.validOn === null ? {} : { on: this.validOn }),
    ...(this.knownAt === null ? {} : { known: `${this.knownAt.padEnd(19, ':00')}+09:00` }),
  });

  /** A day as it was known just before something was recorded. */
  lookBefore(day: string | null, recordedAt: Date): void {
    const before = new Date(recordedAt.getTime() - 1000);
    this.validOn = day;
    this.knownAt = `${dayOf(before)}T${timeOf(before)}`;
  }

  backToToday(): void {
    this.validOn = null;
    this.knownAt = null;
  }
}

/** An instant as the clock time of the city that a field holds. */
export const clockTimeOf = (at: Date): string => `${dayOf(at)}T${timeOf(at).slice(0, 5)}`;
