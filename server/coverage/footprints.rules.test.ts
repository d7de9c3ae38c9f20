import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeFootprints, encodeFootprints } from './footprints.rules.ts';
import { buildingOf } from './walls.rules.ts';

const cm = (least: number, most: number) =>
  fc.integer({ min: least * 100, max: most * 100 }).map((v) => v / 100);
const aRing = fc
  .record({ x: cm(150_000, 250_000), y: cm(500_000, 650_000), w: cm(1, 90), h: cm(1, 90) })
  .map(({ x, y, w, h }) => [
    [x, y] as const,
    [x + w, y] as const,
    [x + w, y + h] as const,
    [x, y + h] as const,
  ]);
const someBuildings = fc
  .array(
    fc.record({
      polygons: fc.array(fc.array(aRing, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      heightM: fc.oneof(
        fc.constant(NaN),
        fc.integer({ min: 0, max: 3000 }).map((dm) => dm / 10),
      ),
    }),
    { maxLength: 12 },
  )
  .map((made) => made.map(({ polygons, heightM }, i) => buildingOf(7 * i + 3, polygons, heightM)!));

it('outlines are the same to the centimetre after the way to the browser', () => {
  fc.assert(
    fc.property(someBuildings, (buildings) => {
      const back = [...decodeFootprints(encodeFootprints(buildings))];
      expect(back.map(({ buildingId, heightM }) => [buildingId, heightM])).toEqual(
        buildings.map(({ buildingId, heightM }) => [buildingId, heightM]),
      );
      back.forEach((building, i) => {
        const from = buildings[i]!;
        expect(building.edges.length).toBe(from.edges.length);
        building.edges.forEach((value, at) => expect(value).toBeCloseTo(from.edges[at]!, 2));
        expect(building.north).toBeCloseTo(from.north, 2);
      });
    }),
  );
});

it('other bytes, and those that were cut off, are refused', () => {
  expect(() => [...decodeFootprints(new TextEncoder().encode('<!doctype html>'))]).toThrow(RangeError);
  const whole = encodeFootprints([
    buildingOf(1, [
      [
        [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      ],
    ])!,
  ]);
  expect(() => [...decodeFootprints(whole.subarray(0, whole.length - 3))]).toThrow(RangeError);
});
