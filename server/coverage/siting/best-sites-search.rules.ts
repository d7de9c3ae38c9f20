import type { Cover, Limits } from './best-sites-cover.rules.ts';

/** Of how many of the best choices one is drawn when a set is shaken. */
const DRAWN_AMONG = 8;
/** Costs that differ by less are equal: budgets are sums of prices. */
const COST_SLACK = 1e-9;

/** A set of choices under its limits, with what every other choice would add to it kept true at each step. */
export class Selection {
  readonly cover: Cover;
  readonly limits: Limits;
  readonly set: number[] = [];
  /** What each choice would add, in grains; of a chosen one 0. */
  readonly gain: Float64Array;
  value = 0;
  cost = 0;
  readonly #count: Uint16Array;
  readonly #taken: Uint8Array;

  constructor(cover: Cover, limits: Limits) {
    this.cover = cover;
    this.limits = limits;
    this.#count = new Uint16Array(cover.nodes);
    this.#taken = new Uint8Array(cover.sites);
    this.gain = new Float64Array(cover.choices);
    const { first, node, weight } = cover;
    for (let choice = 0; choice < cover.choices; choice++) {
      let sum = 0;
      for (let pair = first[choice]!; pair < first[choice + 1]!; pair++) sum += weight[node[pair]!]!;
      this.gain[choice] = sum;
    }
  }

  add(choice: number): void {
    this.set.push(choice);
    this.#taken[this.cover.site[choice]!] = 1;
    this.cost += this.cover.cost[choice]!;
    const { first, node } = this.cover;
    for (let pair = first[choice]!; pair < first[choice + 1]!; pair++)
      if (this.#count[node[pair]!]!++ === 0) this.#tell(node[pair]!, -1);
  }

  drop(choice: number): void {
    this.set.splice(this.set.indexOf(choice), 1);
    this.#taken[this.cover.site[choice]!] = 0;
    this.cost -= this.cover.cost[choice]!;
    const { first, node } = this.cover;
    for (let pair = first[choice]!; pair < first[choice + 1]!; pair++) {
      const left = --this.#count[node[pair]!]!;
      if (left === 0) this.#tell(node[pair]!, 1);
    }
  }

  /** Tells every choice that sees a node that it is unseen again, or no more. */
  #tell(node: number, by: 1 | -1): void {
    const { nodeFirst, choice, weight } = this.cover;
    const grains = by * weight[node]!;
    this.value -= grains;
    const { gain } = this;
    for (let pair = nodeFirst[node]!; pair < nodeFirst[node + 1]!; pair++) gain[choice[pair]!]! += grains;
  }

  become(set: readonly number[]): void {
    const wanted = new Set(set);
    for (const choice of [...this.set]) if (!wanted.delete(choice)) this.drop(choice);
    for (const choice of wanted) this.add(choice);
  }

  /** What may still be spent. */
  get left(): number {
    return this.limits.budget - this.cost + COST_SLACK;
  }

  /** The choice that adds most, or most for its cost, of those that fit; -1 where none adds anything. */
  best(forCost = false): number {
    if (this.set.length >= this.limits.most) return -1;
    const { gain, left } = this;
    const { site, cost } = this.cover;
    let best = 0;
    let at = -1;
    for (let choice = 0; choice < gain.length; choice++) {
      const each = forCost ? gain[choice]! / Math.max(cost[choice]!, COST_SLACK) : gain[choice]!;
      if (each <= best || this.#taken[site[choice]!] === 1 || cost[choice]! > left) continue;
      best = each;
      at = choice;
    }
    return at;
  }

  /** The best ones that fit, best first, at most so many. */
  bestOnes(most: number): number[] {
    if (this.set.length >= this.limits.most) return [];
    const { gain, left } = this;
    const { site, cost } = this.cover;
    const found: number[] = [];
    let least = 0;
    for (let choice = 0; choice < gain.length; choice++) {
      const each = gain[choice]!;
      if (each <= least || this.#taken[site[choice]!] === 1 || cost[choice]! > left) continue;
      let at = found.length;
      while (at > 0 && gain[found[at - 1]!]! < each) at--;
      found.splice(at, 0, choice);
      if (found.length > most) found.pop();
      if (found.length === most) least = gain[found[most - 1]!]!;
    }
    return found;
  }

  /** Adds the best that fit until none does. */
  fill(forCost = false): void {
    for (let choice = this.best(forCost); choice >= 0; choice = this.best(forCost)) this.add(choice);
  }
}

/**
 * Always the choice that adds most next; under a budget also the one that adds most for its cost, and the better of both.
 * The gains of all choices are kept in a table, so that the whole costs no more than each pair once. With one choice a
 * site and a number it sees at least 1 - 1/e of what the best set sees, with several choices a site at least a half.
 */
export function greedy(cover: Cover, limits: Limits): number[] {
  const sets = (Number.isFinite(limits.budget) ? [false, true] : [false]).map((forCost) => {
    const selection = new Selection(cover, limits);
    selection.fill(forCost);
    return selection;
  });
  return sets.reduce((a, b) => (b.value > a.value ? b : a)).set;
}

/** Takes one choice out and fills up again, as long as that sees more. */
function descend(selection: Selection): void {
  const hasBudget = Number.isFinite(selection.limits.budget);
  let since = 0;
  for (let at = 0; since < selection.set.length; at++) {
    // What was changed stands last, so that the first is the one that was looked at longest ago.
    const choice = selection.set[0]!;
    since =
      trySwap(selection, choice, false) || (hasBudget && trySwap(selection, choice, true)) ? 0 : since + 1;
    if (selection.set[0] === choice) selection.set.push(selection.set.shift()!);
  }
}

function trySwap(selection: Selection, choice: number, forCost: boolean): boolean {
  const before = selection.value;
  const kept = selection.set.length - 1;
  selection.drop(choice);
  selection.fill(forCost);
  if (selection.value > before) return true;
  while (selection.set.length > kept) selection.drop(selection.set.at(-1)!);
  selection.add(choice);
  return false;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Improving {
  readonly seed: number;
  readonly rounds: number;
  /** No set sees more: whoever has it is done. */
  readonly enough?: number;
  /** Asked before each round; false ends the search with what it has. */
  readonly goOn?: () => boolean;
}

/**
 * A better set than the one given, or the same: swaps of one choice until none helps, then some choices taken out at
 * random, others put in, and swaps again. The same seed and rounds give the same set on every machine.
 */
export function improve(cover: Cover, limits: Limits, start: readonly number[], how: Improving): number[] {
  const random = randomFrom(how.seed);
  const selection = new Selection(cover, limits);
  selection.become(start);
  selection.fill();
  descend(selection);
  let best = { set: [...selection.set], value: selection.value };
  let current = best;
  let since = 0;
  for (let round = 0; round < how.rounds && how.goOn?.() !== false; round++) {
    if (best.value >= (how.enough ?? Infinity)) break;
    shake(selection, random);
    descend(selection);
    if (selection.value >= current.value) current = { set: [...selection.set], value: selection.value };
    else if (random() < 0.02) current = { set: [...selection.set], value: selection.value };
    else selection.become(current.set);
    since++;
    if (current.value > best.value) {
      best = current;
      since = 0;
    } else if (since % 200 === 199) {
      current = best;
      selection.become(best.set);
    }
  }
  return best.set;
}

/** Takes out a few at random and puts as many others in. */
function shake(selection: Selection, random: () => number): void {
  const out = 1 + Math.floor(random() * Math.min(4, selection.set.length));
  for (let i = 0; i < out && selection.set.length > 0; i++)
    selection.drop(selection.set[Math.floor(random() * selection.set.length)]!);
  for (let i = 0; i < out; i++) {
    const found = selection.bestOnes(DRAWN_AMONG);
    if (found.length === 0) break;
    selection.add(found[Math.floor(random() * found.length)]!);
  }
  selection.fill();
}
