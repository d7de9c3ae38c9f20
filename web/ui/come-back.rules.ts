/** A failure that goes by itself: nothing answered, or the server says that a part of it does not. */
export function isPassing(failure: unknown): boolean {
  const { status } = (failure ?? {}) as { status?: unknown };
  return typeof status === 'number' && (status === 0 || status === 408 || status === 429 || status >= 500);
}

/** Two hundred consoles that hear at the same moment that the server is back ask over this time, in ms. */
const SPREAD_MS = 3_000;
const SLOW_MS = 20_000;

export interface Chance {
  readonly random: () => number;
}

export const spreadMs = ({ random }: Chance = Math): number => random() * SPREAD_MS;
/** Where no word of a return comes: what failed is asked for again no sooner and no later than this. */
export const slowMs = ({ random }: Chance = Math): number => SLOW_MS * (1 + random());
