import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isPassing, slowMs, spreadMs } from './come-back.rules.ts';
import { tellBack, untilBack } from './come-back.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what fails for a while is told from what the server refuses', () => {
  for (const status of [0, 408, 429, 500, 502, 503]) expect(isPassing({ status }), String(status)).toBe(true);
  for (const status of [200, 400, 401, 403, 404, 409]) expect(isPassing({ status })).toBe(false);
  for (const failure of [null, undefined, new Error('x'), { status: '503' }])
    expect(isPassing(failure)).toBe(false);
});

test('two hundred who hear at once do not ask at once', () => {
  const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(part, part, (one, other) => {
      const [first, second] = [one, other].map((each) => spreadMs({ random: () => each }));
      expect(first).toBeGreaterThanOrEqual(0);
      expect(Math.abs(first! - second!)).toBeCloseTo(
        Math.abs(one - other) * spreadMs({ random: () => 1 }),
        6,
      );
    }),
  );
  expect(slowMs({ random: () => 0 })).toBeGreaterThan(spreadMs({ random: () => 0.999 }));
});

test('whoever waits asks once after the word, and then again only slowly', () => {
  const ask = vi.fn();
  const end = untilBack(ask);
  vi.advanceTimersByTime(1000);
  expect(ask).not.toHaveBeenCalled();
  tellBack();
  vi.advanceTimersByTime(3000);
  expect(ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(19_000);
  expect(ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(21_000);
  expect(ask).toHaveBeenCalledTimes(2);
  end();
  tellBack();
  vi.advanceTimersByTime(100_000);
  expect(ask).toHaveBeenCalledTimes(2);
});
