import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idlePhase, tellEveryMs } from './idle.rules.ts';

test('the strip comes one minute before the end of ten, and is over at the end', () => {
  expect(idlePhase(60_001, 10)).toBe('calm');
  expect(idlePhase(60_000, 10)).toBe('soon');
  expect(idlePhase(1, 10)).toBe('soon');
  expect(idlePhase(0, 10)).toBe('over');
});

test('whoever types all the time is never warned nor sent out, however short the idle time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 720 }), (minutes) => {
      const leftWhenTold = minutes * 60_000 - tellEveryMs(minutes);
      expect(idlePhase(leftWhenTold - 1000, minutes)).toBe('calm');
    }),
  );
});
