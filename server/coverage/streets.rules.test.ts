import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK_CELLS, CELL_M } from './cells.rules.ts';
import { DistrictCells } from './districts.rules.ts';
import { StreetCount, StreetPoints, STREET_STEP_M, type Street } from './streets.rules.ts';
import { covers, viewOf, type View } from './view.rules.ts';
import { Walls } from './walls.rules.ts';

const last = <T>(steps: Generator<undefined, T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.double({ min: least, max: most, noNaN: true });
const aView = fc
  .record({
    east: within(-80, 80),
    north: within(-80, 80),
    azimuthDeg: within(0, 359),
    hfovDeg: within(20, 120),
  })
  .map((pose): View =>
    viewOf({ ...pose, rangeM: 50, heightM: NaN, tiltDeg: NaN, vfovDeg: NaN }, new Walls())!,
  );
const aLine = fc
  .array(fc.tuple(within(-120, 120), within(-120, 120)), { minLength: 2, maxLength: 5 })
  .map((corners) => Float64Array.from(corners.flat()));
const someStreets = fc
  .array(fc.array(aLine, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 })
  .map((streets) => streets.map((lines, i): Street => ({ name: `${i}`, lines })));

test('metres seen of each street are those of its points in any view, whatever came and went before', () => {
  fc.assert(
    fc.property(
      someStreets,
      fc.array(aView, { maxLength: 6 }),
      fc.array(aView, { maxLength: 4 }),
      (streets, stay, go) => {
        const points = last(StreetPoints.of(streets));
        const count = new StreetCount(points);
        for (const view of [...go, ...stay]) count.put(points.within(view), 1);
        for (const view of go) count.put(points.within(view), -1);
        streets.forEach((_, street) => {
          let mm = 0;
          points.street.forEach((of, point) => {
            if (of !== street) return;
            const [x, y] = [points.east[point]!, points.north[point]!];
            if (stay.some((view) => covers(view, x, y))) mm += points.mm[point]!;
          });
          expect(count.seenM(street)).toBe(mm / 1000);
        });
      },
    ),
  );
});

test('a street is as long as its lines, and no stretch is longer than the step', () => {
  fc.assert(
    fc.property(someStreets, (streets) => {
      const points = last(StreetPoints.of(streets));
      streets.forEach(({ lines }, street) => {
        let length = 0;
        for (const line of lines)
          for (let i = 2; i < line.length; i += 2)
            length += Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!);
        expect(Math.abs(points.lengthMm[street]! / 1000 - length)).toBeLessThan(
          0.001 * points.mm.length + 0.001,
        );
      });
      for (const mm of points.mm) expect(mm).toBeLessThanOrEqual(STREET_STEP_M * 1000);
    }),
  );
});

test('a cell lies in the district that holds its middle', () => {
  const square = (west: number, east: number): Float64Array =>
    Float64Array.from([west, -100, east, -100, east, 100, west, 100]);
  const cells = new DistrictCells(
    [
      { districtId: 7, name: '서', groundM2: 20_000, rings: [square(-100, 0)] },
      // With a hole, in which it does not lie.
      {
        districtId: 9,
        name: '동',
        groundM2: 17_500,
        rings: [square(0, 100), Float64Array.from([0, 0, 50, 0, 50, 50, 0, 50])],
      },
    ],
    CELL_M,
  );
  expect([cells.nameAt(-10, 0), cells.nameAt(10, -10), cells.nameAt(10, 10), cells.nameAt(500, 0)]).toEqual([
    '서',
    '동',
    null,
    null,
  ]);
  expect(cells.of({ column: 0, row: 0 })).toHaveLength(BLOCK_CELLS ** 2);
});
