/** One measured figure beside the limit it is measured against, in the same run. `ratio` is ours / limit. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly limit: number;
  readonly ratio: number;
  readonly unit: string;
}

export function row(name: string, ours: number, limit: number, unit: string): Row {
  return { name, ours, limit, ratio: ours / limit, unit };
}

/** The middle value; throws for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no values to take the median of');
  return middle;
}

/** The value that this share of all does not exceed (1 is the largest); throws for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('no values to take a quantile of');
  return found;
}
