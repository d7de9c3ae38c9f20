import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MOST_OF_ONE, Refusals } from './audit-refusals.ts';

const MINUTE = 60_000;
let rows: (readonly [key: string, again: number])[];
let away: boolean;
let refusals: Refusals;
let rests: (readonly [who: string, rest: number, acts: readonly string[]])[];
const write = (row: () => void) => {
  if (away) return Promise.reject(new Error('the audit is away'));
  row();
  return Promise.resolve();
};
const tell = (key: string, who = 'somebody', act = 'camera.watch') =>
  refusals.tell({
    ...{ who, key: `${who} ${key}`, act },
    write: (again) => write(() => rows.push([key, again])),
    writeRest: (rest, acts) => write(() => rests.push([who, rest, acts])),
  });

beforeEach(() => {
  vi.useFakeTimers();
  rows = [];
  rests = [];
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

test('Art. 30(3): over ever other cameras a person fills no chain: the rest is one number a minute', async () => {
  for (let camera = 0; camera < 5000; camera++) await tell(`camera ${camera}`);
  await tell('scene', 'somebody', 'scene.keep');
  await tell('camera 0', 'another');
  expect(rows).toHaveLength(MOST_OF_ONE + 1);
  expect(rests).toEqual([]);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(rests).toEqual([['somebody', 5001 - MOST_OF_ONE, ['camera.watch', 'scene.keep']]]);
  await tell('camera 6000');
  expect(rows.at(-1)).toEqual(['camera 6000', 0]);
});

test('the number of the rest counts on while the audit is away, and is written at the end', async () => {
  for (let camera = 0; camera < MOST_OF_ONE + 3; camera++) await tell(`camera ${camera}`);
  away = true;
  await vi.advanceTimersByTimeAsync(MINUTE);
  for (let camera = 100; camera < 100 + MOST_OF_ONE; camera++)
    await expect(tell(`camera ${camera}`)).rejects.toThrow('away');
  await tell('camera 200');
  away = false;
  await refusals.end();
  expect(rests).toEqual([['somebody', 4, ['camera.watch']]]);
});

test('a person fills no more rows a minute however often ever other refusals come, and none is lost', async () => {
  const steps = fc.array(fc.record({ key: fc.nat(200), ms: fc.constantFrom(0, 0, 0, 900, 25_000) }), {
    maxLength: 400,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      [rows, rests] = [[], []];
      refusals = new Refusals();
      const beganAt = Date.now();
      for (const { key, ms } of given) {
        await tell(String(key));
        await vi.advanceTimersByTimeAsync(ms);
      }
      const minutes = Math.ceil((Date.now() - beganAt) / MINUTE) + 1;
      expect(rows.length).toBeLessThanOrEqual(2 * MOST_OF_ONE * minutes);
      expect(rests.length).toBeLessThanOrEqual(minutes);
      await refusals.end();
      const told = rows.reduce((sum, [, again]) => sum + (again || 1), 0);
      expect(told + rests.reduce((sum, [, rest]) => sum + rest, 0)).toBe(given.length);
    }),
    { numRuns: 60 },
  );
});
