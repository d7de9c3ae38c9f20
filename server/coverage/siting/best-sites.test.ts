import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lagrangeBound, simpleBound } from './best-sites-bound.rules.ts';
import { coreOf, coverOf, valueOf, type Cover, type Limits } from './best-sites-cover.rules.ts';
import { prove } from './best-sites-proof.ts';
import { greedy, improve, Selection } from './best-sites-search.rules.ts';

const NODES = 24;

/** Up to 14 choices over 24 nodes, at as many sites as there are choices or at fewer. */
const aCover = (weights: fc.Arbitrary<number>, shared: boolean): fc.Arbitrary<Cover> =>
  fc
    .record({
      sees: fc.array(fc.uniqueArray(fc.nat(NODES - 1), { maxLength: 9 }), { minLength: 1, maxLength: 14 }),
      weight: fc.array(weights, { minLength: NODES, maxLength: NODES }),
      site: fc.array(fc.nat(4), { minLength: 14, maxLength: 14 }),
      cost: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 14, maxLength: 14 }),
    })
    .map(({ sees, weight, site, cost }) => {
      const first = [0];
      for (const each of sees) first.push(first.at(-1)! + each.length);
      return coverOf({
        ...{ first: Int32Array.from(first), node: Int32Array.from(sees.flat()) },
        ...{ site: Int32Array.from(sees, (_, i) => (shared ? site[i]! : i)) },
        ...{ cost: Float64Array.from(sees, (_, i) => cost[i]!), weight: Float64Array.from(weight) },
      });
    });
const whole = fc.nat(50);
const broken = fc.double({ min: 0, max: 1e6, noNaN: true });
const aNumber: fc.Arbitrary<Limits> = fc
  .integer({ min: 1, max: 4 })
  .map((most) => ({ most, budget: Infinity }));
const aBudget: fc.Arbitrary<Limits> = fc.record({
  most: fc.constantFrom(2, 4, Infinity),
  budget: fc.integer({ min: 1, max: 25 }),
});
const aLimit = fc.oneof(aNumber, aBudget);

const isWithin = ({ site, cost }: Cover, { most, budget }: Limits, set: readonly number[]): boolean =>
  set.length <= most &&
  set.reduce((sum, each) => sum + cost[each]!, 0) <= budget &&
  new Set(set.map((each) => site[each]!)).size === set.length;

/** The most that any set sees, by looking at every one. */
function bestOf(cover: Cover, limits: Limits, from = 0, set: readonly number[] = []): number {
  let best = valueOf(cover, set);
  for (let choice = from; choice < cover.choices; choice++) {
    const next = [...set, choice];
    if (isWithin(cover, limits, next)) best = Math.max(best, bestOf(cover, limits, choice + 1, next));
  }
  return best;
}

test('nodes that the same choices see are one, and no weight is lost or made by it', () => {
  fc.assert(
    fc.property(aCover(whole, false), fc.infiniteStream(fc.boolean()), (cover, taken) => {
      const lists = Array.from({ length: cover.nodes }, (_, node) =>
        cover.choice.subarray(cover.nodeFirst[node], cover.nodeFirst[node + 1]).join(),
      );
      expect(new Set(lists).size).toBe(lists.length);
      const set = Array.from({ length: cover.choices }, (_, i) => i).filter(
        () => taken.next().value as boolean,
      );
      const selection = new Selection(cover, { most: Infinity, budget: Infinity });
      for (const each of set) selection.add(each);
      expect(selection.value).toBe(valueOf(cover, set));
      for (const each of [...set]) selection.drop(each);
      expect(selection.value).toBe(0);
      expect(selection.gain).toEqual(new Selection(cover, selection.limits).gain);
    }),
  );
});

test('what a choice adds never grows with the set that it is added to', () => {
  fc.assert(
    fc.property(aCover(broken, false), fc.nat(13), fc.nat(13), (cover, one, other) => {
      const selection = new Selection(cover, { most: Infinity, budget: Infinity });
      selection.add(one % cover.choices);
      const before = selection.gain.slice();
      if (other % cover.choices === one % cover.choices) return;
      selection.add(other % cover.choices);
      selection.gain.forEach((gain, choice) => expect(gain).toBeLessThanOrEqual(before[choice]!));
    }),
  );
});

test('one camera more never sees less', () => {
  fc.assert(
    fc.property(aCover(whole, true), fc.integer({ min: 1, max: 6 }), (cover, most) => {
      const of = (limits: Limits): number => valueOf(cover, greedy(cover, limits));
      expect(of({ most: most + 1, budget: Infinity })).toBeGreaterThanOrEqual(of({ most, budget: Infinity }));
    }),
  );
});

test('the first answer keeps every limit and sees at least 1 - 1/e of the best; half of it with several ways to look at one site', () => {
  fc.assert(
    fc.property(aCover(whole, false), aNumber, (cover, limits) => {
      const set = greedy(cover, limits);
      expect(isWithin(cover, limits, set)).toBe(true);
      expect(valueOf(cover, set)).toBeGreaterThanOrEqual((1 - 1 / Math.E) * bestOf(cover, limits) - 1e-9);
    }),
  );
  fc.assert(
    fc.property(aCover(whole, true), aNumber, (cover, limits) => {
      expect(valueOf(cover, greedy(cover, limits))).toBeGreaterThanOrEqual(bestOf(cover, limits) / 2);
    }),
  );
});

test('a search keeps every limit, is never worse than its start, and finds the best set of so few', () => {
  let missed = 0;
  fc.assert(
    fc.property(aCover(whole, true), aLimit, fc.nat(), (cover, limits, seed) => {
      const start = greedy(cover, limits);
      const set = improve(cover, limits, start, { seed, rounds: 60 });
      expect(isWithin(cover, limits, set)).toBe(true);
      expect(valueOf(cover, set)).toBeGreaterThanOrEqual(valueOf(cover, start));
      expect(improve(cover, limits, start, { seed, rounds: 60 })).toEqual(set);
      if (valueOf(cover, set) < bestOf(cover, limits)) missed++;
    }),
    { numRuns: 200 },
  );
  expect(missed).toBeLessThanOrEqual(2);
});

test('no bound is below what the best set sees, and what a bound rules out is in no better set', () => {
  fc.assert(
    fc.property(aCover(fc.oneof(whole, broken), true), aLimit, fc.nat(40), (cover, limits, rounds) => {
      const best = bestOf(cover, limits);
      expect(simpleBound(cover, limits)).toBeGreaterThanOrEqual(best);
      const known = valueOf(cover, greedy(cover, limits));
      const { value, kept } = lagrangeBound(cover, limits, { known, rounds });
      expect(value).toBeGreaterThanOrEqual(best);
      expect(value).toBeGreaterThanOrEqual(known);
      if (best > known) expect(bestOf(coreOf(cover, kept), limits)).toBe(best);
    }),
    { numRuns: 300 },
  );
});

test('the solver finds the best set within every limit, and its bound is that set', async () => {
  await fc.assert(
    fc.asyncProperty(aCover(fc.oneof(whole, broken), true), aLimit, async (cover, limits) => {
      const best = bestOf(cover, limits);
      const { set, bound } = await prove(cover, limits, greedy(cover, limits), 10, () => undefined);
      expect(isWithin(cover, limits, set)).toBe(true);
      // A solver adds floats: of weights with many digits the last ones are its own.
      expect(valueOf(cover, set) / Math.max(best, 1)).toBeCloseTo(Number(best > 0), 9);
      expect(bound).toBeGreaterThanOrEqual(best * (1 - 1e-9));
      if (cover.grain === Math.round(cover.grain)) expect([valueOf(cover, set), bound]).toEqual([best, best]);
    }),
    { numRuns: 40 },
  );
});
