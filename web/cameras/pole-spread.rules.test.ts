import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FAN_DEG, spreadOnPole } from './pole-spread.rules.ts';

const apart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);

it('leaves bearings that are apart where they are', () => {
  expect(spreadOnPole([10, 130, 250])).toEqual([10, 130, 250]);
});

it('fans equal bearings by 25 degrees', () => {
  const [a = 0, b = 0] = spreadOnPole([90, 90]);
  expect(apart(a, b)).toBeCloseTo(FAN_DEG, 0);
  expect((a + b) / 2).toBeCloseTo(90, 0);
});

it('puts a camera of unknown bearing into the widest gap', () => {
  expect(spreadOnPole([0, 90, NaN])[2]).toBeCloseTo(225, 0);
});

it('never lays two bodies onto each other', () => {
  const azimuth = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 360, noNaN: true }));
  fc.assert(
    fc.property(fc.array(azimuth, { minLength: 2, maxLength: 9 }), (azimuths) => {
      const spread = spreadOnPole(azimuths);
      for (const [i, a] of spread.entries()) {
        for (const b of spread.slice(i + 1)) expect(apart(a, b)).toBeGreaterThan(FAN_DEG * 0.8);
      }
    }),
  );
});
