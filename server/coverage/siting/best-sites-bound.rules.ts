import type { Cover, Limits } from './best-sites-cover.rules.ts';

/** Of a sum of multipliers so much may be rounding. */
const ROUNDING = 1e-10;
/** Halvings of the span in which the price of the budget lies. */
const HALVINGS = 40;

/** What no set can exceed, and which choices a better set than the known one can have. */
export interface Bound {
  /** In grains, a whole number. */
  readonly value: number;
  /** Choices that a set better than the known one may have; all others are in none. */
  readonly kept: Int32Array;
}

export interface Bounding {
  /** What the best known set sees, in grains. */
  readonly known: number;
  readonly rounds: number;
  readonly goOn?: () => boolean;
}

/** The most that could be added to a set, choice by choice: what it sees and the greatest gains that still fit. */
export function simpleBound(cover: Cover, limits: Limits): number {
  const gain = new Float64Array(cover.choices);
  for (let choice = 0; choice < cover.choices; choice++)
    for (let pair = cover.first[choice]!; pair < cover.first[choice + 1]!; pair++)
      gain[choice]! += cover.weight[cover.node[pair]!]!;
  const total = cover.weight.reduce((sum, each) => sum + each, 0);
  return Math.min(total, wholeOf(new Fits(cover, limits).most(gain)));
}

const wholeOf = (bound: number): number => Math.floor(bound * (1 + ROUNDING) + ROUNDING);

/**
 * An upper bound by Lagrange: each node asks a price of whoever sees it, at most its weight; the choices that earn most
 * are taken as if they did not overlap. Any prices give a bound; better ones are found step by step (subgradients). The
 * same steps tell which choices no better set can have.
 */
export function lagrangeBound(cover: Cover, limits: Limits, how: Bounding): Bound {
  const { nodes, weight } = cover;
  const fits = new Fits(cover, limits);
  const price = startingPrices(cover);
  const earned = new Float64Array(cover.choices);
  const seen = new Float64Array(nodes);
  const step = new Float64Array(nodes);
  const isOut = new Uint8Array(cover.choices);
  let best = simpleBound(cover, limits);
  let lowest = Infinity;
  let pace = 1;
  let since = 0;
  for (let round = 0; round < how.rounds && how.goOn?.() !== false; round++) {
    const unpriced = earn(cover, price, earned);
    const bound = unpriced + fits.most(earned);
    if (bound < lowest - Math.abs(lowest) * 1e-7) since = 0;
    else since++;
    if (bound < lowest) lowest = bound;
    best = Math.min(best, wholeOf(bound));
    if (best <= how.known) break;
    fits.rule(earned, bound, how.known + 1, isOut);
    const set = fits.set;
    if (since > 12) {
      pace /= 1.6;
      since = 0;
      if (pace < 1e-4) break;
    }
    countSeen(cover, set, seen);
    let square = 0;
    for (let node = 0; node < nodes; node++) {
      const raw = seen[node]! - 1;
      // The direction keeps some of the steps before it: they go less to and fro.
      const way = 0.6 * raw + 0.4 * step[node]!;
      const stuck = (way < 0 && price[node]! >= weight[node]!) || (way > 0 && price[node]! <= 0);
      step[node] = stuck ? 0 : way;
      square += step[node]! ** 2;
    }
    if (square === 0) break;
    const length = (pace * Math.max(bound - how.known, 1)) / square;
    for (let node = 0; node < nodes; node++)
      price[node] = Math.min(Math.max(price[node]! - length * step[node]!, 0), weight[node]!);
  }
  const kept = Int32Array.from({ length: cover.choices }, (_, choice) => choice).filter(
    (choice) => isOut[choice] === 0,
  );
  return { value: Math.max(best, how.known), kept };
}

/** Each node divides its weight among some of those who see it: the more see it, the likelier it is seen for nothing. */
function startingPrices({ nodes, nodeFirst, weight }: Cover): Float64Array {
  const price = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++)
    price[node] = weight[node]! / Math.max(1, (nodeFirst[node + 1]! - nodeFirst[node]!) / 8);
  return price;
}

/** Adds up for each choice the prices of its nodes; gives what the nodes keep for themselves. */
function earn({ choices, first, node, weight }: Cover, price: Float64Array, earned: Float64Array): number {
  let unpriced = 0;
  for (let each = 0; each < weight.length; each++) unpriced += weight[each]! - price[each]!;
  for (let choice = 0; choice < choices; choice++) {
    let sum = 0;
    const end = first[choice + 1]!;
    for (let pair = first[choice]!; pair < end; pair++) sum += price[node[pair]!]!;
    earned[choice] = sum;
  }
  return unpriced;
}

function countSeen({ first, node }: Cover, set: readonly number[], seen: Float64Array): void {
  seen.fill(0);
  for (const choice of set)
    for (let pair = first[choice]!; pair < first[choice + 1]!; pair++) seen[node[pair]!]!++;
}

/** The most that choices can earn together if each earns for itself: the best of each site, and of these as many as fit. */
class Fits {
  readonly #cover: Cover;
  readonly #limits: Limits;
  readonly #best: Float64Array;
  readonly #at: Int32Array;
  #priceOfCost = 0;
  set: number[] = [];

  constructor(cover: Cover, limits: Limits) {
    this.#cover = cover;
    this.#limits = limits;
    this.#best = new Float64Array(cover.sites);
    this.#at = new Int32Array(cover.sites);
  }

  /** Fills {@link set}. Under a budget every price of a unit of cost gives a bound, and the least of those tried counts. */
  most(earned: Float64Array): number {
    const { budget } = this.#limits;
    if (!Number.isFinite(budget)) return this.#at0(earned, 0);
    let low = 0;
    let high = 0;
    for (let choice = 0; choice < earned.length; choice++)
      high = Math.max(high, earned[choice]! / Math.max(this.#cover.cost[choice]!, 1e-9));
    let least = { bound: this.#at0(earned, 0), price: 0 };
    if (this.#costOfSet() <= budget) return least.bound;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const price = (low + high) / 2;
      const bound = this.#at0(earned, price);
      if (bound < least.bound) least = { bound, price };
      if (this.#costOfSet() > budget) low = price;
      else high = price;
    }
    return this.#at0(earned, least.price);
  }

  #costOfSet(): number {
    return this.set.reduce((sum, choice) => sum + this.#cover.cost[choice]!, 0);
  }

  #at0(earned: Float64Array, priceOfCost: number): number {
    this.#priceOfCost = priceOfCost;
    const best = this.#best.fill(0);
    const at = this.#at.fill(-1);
    const { site, cost } = this.#cover;
    for (let choice = 0; choice < earned.length; choice++) {
      const each = earned[choice]! - priceOfCost * cost[choice]!;
      if (each <= best[site[choice]!]!) continue;
      best[site[choice]!] = each;
      at[site[choice]!] = choice;
    }
    this.set = this.#top();
    let sum = priceOfCost === 0 ? 0 : priceOfCost * this.#limits.budget;
    for (const choice of this.set) sum += best[site[choice]!]!;
    return sum;
  }

  /** The choices of the sites that earn most, the best first. */
  #top(): number[] {
    const sites: number[] = [];
    const { most } = this.#limits;
    const best = this.#best;
    for (let site = 0; site < best.length; site++) {
      const each = best[site]!;
      if (each <= 0 || (sites.length >= most && each <= best[sites.at(-1)!]!)) continue;
      let place = sites.length;
      if (Number.isFinite(most)) while (place > 0 && best[sites[place - 1]!]! < each) place--;
      sites.splice(place, 0, site);
      if (sites.length > most) sites.pop();
    }
    return sites.map((site) => this.#at[site]!);
  }

  /** Marks the choices with which nothing as great as `least` can be reached, from what {@link most} last found. */
  rule(earned: Float64Array, bound: number, least: number, isOut: Uint8Array): void {
    const { site, cost } = this.#cover;
    const chosen = new Uint8Array(this.#cover.sites);
    for (const choice of this.set) chosen[site[choice]!] = 1;
    const isFull = this.set.length >= this.#limits.most;
    const weakest = isFull ? this.#best[site[this.set.at(-1)!]!]! : 0;
    for (let choice = 0; choice < earned.length; choice++) {
      const gives = chosen[site[choice]!] === 1 ? this.#best[site[choice]!]! : weakest;
      const withIt = bound - gives + earned[choice]! - this.#priceOfCost * cost[choice]!;
      if (wholeOf(withIt) < least) isOut[choice] = 1;
    }
  }
}
