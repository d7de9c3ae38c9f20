/** What may be chosen and what each choice would see. Node numbers of choice i stand from `first[i]` to `first[i + 1]`. */
export interface Choices {
  readonly first: Int32Array;
  readonly node: Int32Array;
  /** At one site stands at most one choice. */
  readonly site: Int32Array;
  readonly cost: Float64Array;
  /** Of each node; 0 or more. */
  readonly weight: Float64Array;
}

/** How much may be chosen; Infinity is no limit. */
export interface Limits {
  readonly most: number;
  readonly budget: number;
}

/**
 * Choices and nodes as sparse pairs both ways. Nodes that exactly the same choices see are one, those that none sees are
 * gone. Weights are whole numbers of `grain`, so that sums are exact in whatever order they are made.
 */
export interface Cover {
  readonly choices: number;
  readonly sites: number;
  readonly nodes: number;
  readonly first: Int32Array;
  readonly node: Int32Array;
  readonly nodeFirst: Int32Array;
  readonly choice: Int32Array;
  readonly weight: Float64Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  readonly grain: number;
}

/** Of a sum of so many bits a float keeps every whole number. */
const BITS = 50;

export function coverOf({ first, node, site, cost, weight }: Choices, grain = grainOf(weight)): Cover {
  const choices = first.length - 1;
  const seers = transposed(first, node, weight.length);
  const merged = mergedNodes(seers, weight, grain);
  const back = transposed(merged.first, merged.choice, choices);
  return {
    ...{
      choices,
      sites: site.reduce((most, each) => Math.max(most, each + 1), 0),
      nodes: merged.weight.length,
    },
    ...{ first: back.first, node: back.other, nodeFirst: merged.first, choice: merged.choice },
    ...{ weight: merged.weight, site, cost, grain },
  };
}

/** The greatest number of which every weight is a whole multiple, or where they are no whole numbers one far below them. */
function grainOf(weight: Float64Array): number {
  let divisor = 0;
  let total = 0;
  for (const each of weight) {
    total += each;
    divisor = Number.isSafeInteger(each) && Number.isSafeInteger(divisor) ? divisorOf(divisor, each) : NaN;
  }
  if (total === 0) return 1;
  return Number.isNaN(divisor) || total > 2 ** BITS ? 2 ** (Math.ceil(Math.log2(total)) - BITS) : divisor;
}

const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));

interface Pairs {
  readonly first: Int32Array;
  readonly other: Int32Array;
}

/** The pairs from the other side; each list in rising order. */
function transposed(first: Int32Array, other: Int32Array, size: number): Pairs {
  const start = new Int32Array(size + 1);
  for (const each of other) start[each + 1]!++;
  for (let i = 0; i < size; i++) start[i + 1]! += start[i]!;
  const at = start.slice(0, size);
  const back = new Int32Array(other.length);
  for (let i = 0; i + 1 < first.length; i++)
    for (let pair = first[i]!; pair < first[i + 1]!; pair++) back[at[other[pair]!]!++] = i;
  return { first: start, other: back };
}

function mergedNodes(
  { first, other }: Pairs,
  weight: Float64Array,
  grain: number,
): { readonly first: Int32Array; readonly choice: Int32Array; readonly weight: Float64Array } {
  const starts = [0];
  const weights: number[] = [];
  const choice = new Int32Array(other.length);
  const byMark = new Map<number, number>();
  let end = 0;
  for (let node = 0; node < weight.length; node++) {
    const [from, to] = [first[node]!, first[node + 1]!];
    const grains = Math.round(weight[node]! / grain);
    if (from === to || grains === 0) continue;
    const mark = markOf(other, from, to);
    const twin = byMark.get(mark);
    if (twin !== undefined && isSameList(choice, starts[twin]!, starts[twin + 1]!, other, from, to)) {
      weights[twin]! += grains;
      continue;
    }
    byMark.set(mark, weights.length);
    choice.set(other.subarray(from, to), end);
    end += to - from;
    starts.push(end);
    weights.push(grains);
  }
  return { first: Int32Array.from(starts), choice: choice.slice(0, end), weight: Float64Array.from(weights) };
}

/** A number that two lists have in common if they are the same, and hardly ever otherwise. */
function markOf(list: Int32Array, from: number, to: number): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = from; i < to; i++) {
    a = Math.imul(a ^ list[i]!, 0x01000193);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ list[i]!, 0x85ebca6b);
  }
  return (a >>> 0) + (b & 0x1f_ffff) * 2 ** 32;
}

function isSameList(
  a: Int32Array,
  fromA: number,
  toA: number,
  b: Int32Array,
  fromB: number,
  toB: number,
): boolean {
  if (toA - fromA !== toB - fromB) return false;
  for (let i = 0; i < toA - fromA; i++) if (a[fromA + i] !== b[fromB + i]) return false;
  return true;
}

/** What a set of choices sees together, in grains. */
export function valueOf({ nodes, first, node, weight }: Cover, set: readonly number[]): number {
  const seen = new Uint8Array(nodes);
  let value = 0;
  for (const choice of set)
    for (let pair = first[choice]!; pair < first[choice + 1]!; pair++) {
      const each = node[pair]!;
      if (seen[each] === 1) continue;
      seen[each] = 1;
      value += weight[each]!;
    }
  return value;
}

/** Some of the choices alone, in the grains of all. */
export function coreOf(cover: Cover, kept: Int32Array): Cover {
  const first = new Int32Array(kept.length + 1);
  kept.forEach((choice, i) => (first[i + 1] = first[i]! + cover.first[choice + 1]! - cover.first[choice]!));
  const node = new Int32Array(first[kept.length]!);
  kept.forEach((choice, i) =>
    node.set(cover.node.subarray(cover.first[choice], cover.first[choice + 1]), first[i]),
  );
  const core = coverOf(
    {
      ...{ first, node, weight: cover.weight },
      site: Int32Array.from(kept, (choice) => cover.site[choice]!),
      cost: Float64Array.from(kept, (choice) => cover.cost[choice]!),
    },
    1,
  );
  return { ...core, grain: cover.grain };
}
