import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelPlaces } from './place-labels.rules.ts';

const points = fc
  .array(
    fc.record({
      x: fc.double({ min: -80, max: 400, noNaN: true }),
      y: fc.double({ min: -80, max: 700, noNaN: true }),
    }),
    {
      maxLength: 16,
    },
  )
  .map((given) => given.map((point, at) => ({ tile: at + 1, ...point })));

test('every number stands inside the small map, beside its own place', () => {
  fc.assert(
    fc.property(points, (given) => {
      const labels = labelPlaces(given, 330, 600);
      expect(labels.map(({ tile }) => tile)).toEqual(given.map(({ tile }) => tile));
      for (const { labelX, labelY } of labels) {
        expect(labelX).toBeGreaterThanOrEqual(0);
        expect(labelX).toBeLessThanOrEqual(330);
        expect(labelY).toBeGreaterThanOrEqual(0);
        expect(labelY).toBeLessThanOrEqual(600);
      }
    }),
  );
});

test('cameras on one pole have numbers that do not cover each other', () => {
  const pole = [1, 2, 3, 4].map((tile) => ({ tile, x: 160, y: 300 }));
  const labels = labelPlaces(pole, 330, 600);
  labels.forEach((one, at) => {
    for (const other of labels.slice(at + 1))
      expect(Math.abs(one.labelX - other.labelX) >= 20 || Math.abs(one.labelY - other.labelY) >= 20).toBe(
        true,
      );
  });
});
