import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CityCoverage } from './city-coverage.rules.ts';
import { putCircle, standardCells, standardModel } from './standard-model.rules.ts';

const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
const places = fc.array(fc.tuple(within(-300, 300), within(-300, 300)), { minLength: 1, maxLength: 8 });
const box = { west: -400, south: -400, east: 400, north: 400 };

describe('the 표준분석모델', () => {
  it('takes a camera to see 50 m all around, whatever it looks at', () => {
    fc.assert(
      fc.property(places, (each) => {
        const circles = standardModel(each);
        for (let row = -80; row < 80; row++)
          for (let column = -80; column < 80; column++) {
            const away = each.map(([east, north]) =>
              Math.hypot((column + 0.5) * 5 - east, (row + 0.5) * 5 - north),
            );
            const count = circles.countOf(column, row);
            const wrong =
              count < away.filter((one) => one < 50 - 1e-9).length ||
              count > away.filter((one) => one <= 50 + 1e-9).length;
            if (wrong) expect.unreachable(`${column} ${row}`);
          }
      }),
      { numRuns: 30 },
    );
  });

  it('says of each 100 m cell which part lies in a circle', () => {
    const { model, columns, rows, east, north } = standardCells(standardModel([[0, 0]]), new CityCoverage(), {
      ...{ west: -100, south: -100, east: 100, north: 100 },
    });
    expect({ columns, rows, east, north }).toEqual({ columns: 2, rows: 2, east: -100, north: -100 });
    for (const part of model) expect(part).toBeCloseTo((Math.PI * 2500) / 4 / 10_000, 2);
  });

  it('adds up to the ground in its circles, and loses a camera that goes', () => {
    fc.assert(
      fc.property(places, (each) => {
        const circles = standardModel(each);
        const { model } = standardCells(circles, new CityCoverage(), box);
        const ground = model.reduce((sum, part) => sum + part * 10_000, 0);
        expect(ground).toBeCloseTo(circles.seenM2, 1);
        for (const place of each) putCircle(circles, place, -1);
        expect(circles.seenM2).toBe(0);
      }),
    );
  });

  it('stands beside what is truly seen of the same cells', () => {
    const city = new CityCoverage();
    city.possible.put([Float64Array.from([0, 0, 100, 0, 100, 100, 0, 100])], 1);
    city.sure.put([Float64Array.from([0, 0, 50, 0, 50, 100, 0, 100])], 1);
    const { model, sure, possible } = standardCells(standardModel([]), city, {
      ...{ west: 10, south: 10, east: 150, north: 20 },
    });
    expect([[...model], [...sure], [...possible]]).toEqual([
      [0, 0],
      [0.5, 0],
      [1, 0],
    ]);
  });
});
