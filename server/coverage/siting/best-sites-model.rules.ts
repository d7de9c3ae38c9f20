import type { Cover, Limits } from './best-sites-cover.rules.ts';

/** Objectives of about this size keep a solver's tolerances small beside one grain. */
const SCALE = 1e6;

/**
 * The choice as a mixed integer program to be maximised: columns are first the choices, whole numbers 0 or 1, then the
 * nodes that several of them see, 0 to 1. Rows are given row by row. An objective times `unit` is in grains.
 */
export interface Program {
  readonly numCols: number;
  readonly numRows: number;
  readonly colCost: Float64Array;
  readonly colUpper: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  readonly unit: number;
}

/** A node that one choice alone sees is a part of what the choice is worth and has no column. */
export function programOf(cover: Cover, { most, budget }: Limits): Program {
  const { choices, nodes, nodeFirst, choice, weight, cost } = cover;
  const unit = Math.max(1, weight.reduce((sum, each) => sum + each, 0) / SCALE);
  const worth = Array.from({ length: choices }, () => 0);
  const rows = new Rows();
  for (let node = 0; node < nodes; node++) {
    const seers = choice.subarray(nodeFirst[node], nodeFirst[node + 1]);
    if (seers.length === 1) {
      worth[seers[0]!]! += weight[node]! / unit;
      continue;
    }
    rows.next(0);
    rows.put(worth.length, 1);
    for (const each of seers) rows.put(each, -1);
    worth.push(weight[node]! / unit);
  }
  const all = Array.from({ length: choices }, (_, each) => each);
  if (Number.isFinite(most)) rows.whole(all, () => 1, most);
  if (Number.isFinite(budget)) rows.whole(all, (each) => cost[each]!, budget);
  for (const there of bySite(cover)) if (there.length > 1) rows.whole(there, () => 1, 1);
  return { numCols: worth.length, colCost: Float64Array.from(worth), unit, ...rows.done(worth.length) };
}

function bySite({ choices, site }: Cover): Iterable<number[]> {
  const there = new Map<number, number[]>();
  for (let choice = 0; choice < choices; choice++) {
    const others = there.get(site[choice]!);
    if (others === undefined) there.set(site[choice]!, [choice]);
    else others.push(choice);
  }
  return there.values();
}

class Rows {
  readonly #starts: number[] = [];
  readonly #upper: number[] = [];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  next(upper: number): void {
    this.#starts.push(this.#indices.length);
    this.#upper.push(upper);
  }

  put(column: number, value: number): void {
    this.#indices.push(column);
    this.#values.push(value);
  }

  whole(columns: readonly number[], valueOf: (column: number) => number, upper: number): void {
    this.next(upper);
    for (const column of columns) this.put(column, valueOf(column));
  }

  done(
    columns: number,
  ): Pick<Program, 'numRows' | 'colUpper' | 'rowUpper' | 'starts' | 'indices' | 'values'> {
    return {
      numRows: this.#upper.length,
      colUpper: new Float64Array(columns).fill(1),
      rowUpper: Float64Array.from(this.#upper),
      starts: Int32Array.from([...this.#starts, this.#indices.length]),
      indices: Int32Array.from(this.#indices),
      values: Float64Array.from(this.#values),
    };
  }
}
