import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refusals } from './audit-refusals.ts';

const MINUTE = 60_000;
let rows: (readonly [key: string, again: number])[];
let away: boolean;
let refusals: Refusals;
const tell = (key: string) =>
  refusals.tell(key, async (again) => {
    if (away) throw new Error('the audit is away');
    rows.push([key, again]);
  });

beforeEach(() => {
  vi.useFakeTimers();
  rows = [];
  away = false;
  refusals = new Refusals();
});
afterEach(() => vi.useRealTimers());

test('a loop of the same refusal is one row at once and one number a minute; another one has its own', async () => {
  for (let i = 0; i < 500; i++) await tell('a');
  await tell('b');
  expect(rows).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(rows.slice(2)).toEqual([['a', 499]]);
  await tell('a');
  expect(rows).toHaveLength(3);
  await refusals.end();
  expect(rows.slice(3)).toEqual([['a', 1]]);
});

test('after a quiet minute the next refusal is told at once again', async () => {
  await tell('a');
  await vi.advanceTimersByTimeAsync(MINUTE);
  await tell('a');
  expect(rows).toEqual([
    ['a', 0],
    ['a', 0],
  ]);
});

test('what could not be written is rejected, and counts on until it can be', async () => {
  away = true;
  await expect(tell('a')).rejects.toThrow('away');
  await tell('a');
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(rows).toEqual([]);
  away = false;
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(rows).toEqual([['a', 2]]);
});

test('no refusal is lost and no minute has more than one row of the same, whenever they come', async () => {
  const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), ms: fc.nat(40_000) }), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      rows = [];
      refusals = new Refusals();
      const beganAt = Date.now();
      for (const { key, ms } of given) {
        await tell(key);
        await vi.advanceTimersByTimeAsync(ms);
      }
      const minutes = Math.ceil((Date.now() - beganAt) / MINUTE) + 1;
      for (const key of ['a', 'b', 'c'])
        expect(rows.filter(([each]) => each === key).length).toBeLessThanOrEqual(minutes);
      await refusals.end();
      for (const key of ['a', 'b', 'c']) {
        const told = rows.filter(([each]) => each === key).reduce((sum, [, again]) => sum + (again || 1), 0);
        expect(told).toBe(given.filter((each) => each.key === key).length);
      }
    }),
    { numRuns: 60 },
  );
});
