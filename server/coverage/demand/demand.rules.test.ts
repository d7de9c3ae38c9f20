import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDemand, encodePlaces, type DemandFacts } from './demand.rules.ts';

const facts: DemandFacts = {
  ...{ demandId: 1, title: '인구', unit: '명', kind: 'grid', cellM: 100, synthetic: true },
};
const place = fc.record({
  east: fc.double({ min: 150_000, max: 220_000, noNaN: true }),
  north: fc.double({ min: 540_000, max: 620_000, noNaN: true }),
  weight: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

test('places go over the wire to within a centimetre, and a second time exactly', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 60 }), (places) => {
      const columns = {
        east: Float64Array.from(places, ({ east }) => east),
        north: Float64Array.from(places, ({ north }) => north),
        weight: Float64Array.from(places, ({ weight }) => weight),
      };
      const once = decodeDemand(facts, encodePlaces(columns));
      expect(once.weight).toEqual(columns.weight.map(Math.fround));
      for (const axis of ['east', 'north'] as const)
        once[axis].forEach((value, i) => expect(Math.abs(value - columns[axis][i]!)).toBeLessThan(0.01));
      expect(decodeDemand(facts, encodePlaces(once))).toEqual(once);
    }),
  );
});

test('bytes that are not whole are refused', () => {
  const bytes = encodePlaces({
    east: Float64Array.of(1),
    north: Float64Array.of(2),
    weight: Float64Array.of(3),
  });
  expect(() => decodeDemand(facts, bytes.subarray(0, 30))).toThrow(RangeError);
  expect(() => decodeDemand(facts, new Uint8Array(40))).toThrow(RangeError);
  expect(() => decodeDemand(facts, new Uint8Array(3))).toThrow(RangeError);
});
