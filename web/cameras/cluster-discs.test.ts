import { expect, it } from 'vitest';
import { clusterArcs, discRadius } from './cluster-discs.ts';

// normal, live, unknown, caution, fault, violation
it('draws arcs in state order from twelve o’clock, at least 26 degrees each', () => {
  expect(clusterArcs([320, 0, 0, 3, 2, 1], 326)).toEqual([
    { state: 'violation', fromDeg: 0, toDeg: 26 },
    { state: 'fault', fromDeg: 26, toDeg: 52 },
    { state: 'caution', fromDeg: 52, toDeg: 78 },
  ]);
});

it('never runs over the circle', () => {
  expect(clusterArcs([0, 0, 1, 1, 1, 97], 100).at(-1)?.toDeg).toBeCloseTo(360, 6);
});

it('leaves normal and live out', () => {
  expect(clusterArcs([5, 5, 0, 0, 0, 0], 10)).toEqual([]);
});

it('grows with the root of the count', () => {
  expect(discRadius(100)).toBeCloseTo(19.6, 6);
});
