import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askAgainAfterMs } from './live-phase.rules.ts';

test('Art. 30(3): a refused picture is asked for again ever more seldom, at most once in half a minute, and no two screens at once', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0, max: 0.999, noNaN: true }), (nth, random) => {
      const after = askAgainAfterMs(nth, random);
      expect(after).toBeGreaterThanOrEqual(400);
      expect(after).toBeLessThan(90_000);
      expect(askAgainAfterMs(nth + 1, random)).toBeGreaterThanOrEqual(after);
      expect(askAgainAfterMs(nth, 1)).toBe(3 * askAgainAfterMs(nth, 0));
    }),
  );
  expect(askAgainAfterMs(20, 0)).toBe(30_000);
});
