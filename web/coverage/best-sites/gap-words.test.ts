import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gapPercent } from './gap-words.rules.ts';

it('is never told smaller than it is, nor larger by more than the last decimal', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (gap) => {
      const told = Number(gapPercent(gap));
      expect(told).toBeGreaterThanOrEqual(gap * 100 - 1e-6);
      expect(told).toBeLessThanOrEqual(gap * 100 + 0.1 + 1e-9);
    }),
  );
  expect([gapPercent(0), gapPercent(0.012), gapPercent(0.0121), gapPercent(0.00001)]).toEqual([
    ...['0.0', '1.2', '1.3', '0.1'],
  ]);
});
