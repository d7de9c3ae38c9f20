/** A stream of numbers in [0, 1) that depends on its seed alone (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A 32-bit number from whole numbers, for seeds that must not depend on the order of work. */
export function hashOf(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    let value = Math.imul(Math.round(part) | 0, 0x9e3779b1);
    value ^= value >>> 15;
    hash = Math.imul(hash ^ value, 0x01000193);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** One of a list by weight; the weights need not add up to one. */
export function pickWeighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  let left = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last[0];
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new RangeError('nothing to pick from');
  return choice;
}

const latticeValue = (seed: number, x: number, y: number): number => hashOf(seed, x, y) / 2147483648 - 1;

/** Smooth value noise in about [-1, 1]; `x` and `y` in cells. */
export function noiseAt(seed: number, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = (x - x0) ** 2 * (3 - 2 * (x - x0));
  const fy = (y - y0) ** 2 * (3 - 2 * (y - y0));
  const low = latticeValue(seed, x0, y0) * (1 - fx) + latticeValue(seed, x0 + 1, y0) * fx;
  const high = latticeValue(seed, x0, y0 + 1) * (1 - fx) + latticeValue(seed, x0 + 1, y0 + 1) * fx;
  return low * (1 - fy) + high * fy;
}

/** A UUID that depends on its numbers alone. */
export function demoUuid(...parts: readonly number[]): string {
  const hex = [1, 2, 3, 4]
    .map((n) =>
      hashOf(7200 + n, ...parts)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
