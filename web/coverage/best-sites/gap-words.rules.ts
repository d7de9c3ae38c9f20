/** A gap in per cent with one decimal, rounded up: what is told is never smaller than what is true. */
export const gapPercent = (gap: number): string => (Math.ceil(gap * 1000 - 1e-9) / 10).toFixed(1);
