import { lagrangeBound, simpleBound } from './best-sites-bound.rules.ts';
import { coreOf, valueOf, type Cover, type Limits } from './best-sites-cover.rules.ts';
import { greedy, improve } from './best-sites-search.rules.ts';

/** Before the first bound, which often is the proof, and after each bound. */
const FIRST_ROUNDS = 30;
const ROUNDS = [150, 600, 1500] as const;
const BOUND_ROUNDS = 600;

/** Without the solver: a set, what none exceeds, and the choices among which any better set would be. */
export interface Solved {
  readonly best: readonly number[];
  readonly bound: number;
  readonly core: Cover;
  /** Of each choice of the core its number in the whole. */
  readonly kept: Int32Array;
}

export interface Solving {
  /** Gives for each piece of work what it asks before every step whether to go on. */
  readonly goOn: (phase: 'better' | 'proof') => () => boolean;
  readonly found: (phase: 'first' | 'better', set: readonly number[], bound: number) => void;
}

/**
 * A first answer, then bound and search by turns: each better set rules more choices out, and among fewer the search is
 * faster. Where bound and value are equal, no set is better.
 */
export function solve(cover: Cover, limits: Limits, { goOn, found }: Solving): Solved {
  let bound = simpleBound(cover, limits);
  let best = greedy(cover, limits);
  found('first', best, bound);
  best = improve(cover, limits, best, { seed: 1, rounds: FIRST_ROUNDS, goOn: goOn('better') });
  found('better', best, bound);
  let core = cover;
  let kept = Int32Array.from({ length: cover.choices }, (_, choice) => choice);
  for (const rounds of ROUNDS) {
    const known = valueOf(cover, best);
    const lagrange = lagrangeBound(core, limits, { known, rounds: BOUND_ROUNDS, goOn: goOn('proof') });
    bound = Math.min(bound, lagrange.value);
    if (bound <= known) break;
    kept = lagrange.kept.map((choice) => kept[choice]!);
    core = coreOf(cover, kept);
    const how = { seed: rounds, rounds, enough: bound, goOn: goOn('better') };
    const better = improve(core, limits, within(kept, best), how).map((choice) => kept[choice]!);
    if (valueOf(cover, better) > known) best = better;
  }
  return { best, bound: Math.max(bound, valueOf(cover, best)), core, kept };
}

/** Those of a set that are among the kept ones, by their numbers there. */
export const within = (kept: Int32Array, set: readonly number[]): number[] =>
  set.map((each) => kept.indexOf(each)).filter((at) => at >= 0);
