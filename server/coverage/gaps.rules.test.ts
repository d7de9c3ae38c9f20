import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ring } from './cells.rules.ts';
import { CityCoverage } from './city-coverage.rules.ts';
import type { Demand } from './demand/demand.rules.ts';
import { gapsOf, needLattice } from './gaps.rules.ts';
import { spreadOf, WatchedWeight, weightSeen } from './seen-weight.rules.ts';
import { viewOf, type View } from './view.rules.ts';
import { Walls } from './walls.rules.ts';

const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
const demandOf = (
  kind: Demand['kind'],
  cellM: number | null,
  places: readonly (readonly [east: number, north: number, weight: number])[],
): Demand => ({
  ...{ demandId: 1, title: '인구', unit: '명', kind, cellM, synthetic: true },
  east: Float64Array.from(places, ([east]) => east),
  north: Float64Array.from(places, ([, north]) => north),
  weight: Float64Array.from(places, ([, , weight]) => weight),
});
const free = new Walls();
const circle = (east: number, north: number, rangeM: number): View =>
  viewOf({ ...unknown, east, north, rangeM, azimuthDeg: NaN, hfovDeg: 360 }, free)!;
const unknown = { heightM: NaN, tiltDeg: NaN, vfovDeg: NaN };
const square = (west: number, south: number, side: number): Ring =>
  Float64Array.from([west, south, west + side, south, west + side, south + side, west, south + side]);

const aPlace = fc.tuple(within(-500, 500), within(-500, 500), fc.oneof(fc.constant(0), within(0, 900)));
const aDemand = fc
  .record({
    kind: fc.constantFrom<Demand['kind']>('points', 'grid'),
    cellM: fc.constantFrom(3, 50, 100, 130),
    places: fc.array(aPlace, { maxLength: 12 }),
  })
  .map(({ kind, cellM, places }) => demandOf(kind, kind === 'grid' ? cellM : null, places));
const someViews = fc.array(
  fc.record({
    cameraId: fc.integer({ min: 1, max: 5 }),
    view: fc.tuple(within(-500, 500), within(-500, 500), within(20, 150)),
    sure: fc.boolean(),
  }),
  { maxLength: 12 },
);
const put = (
  city: CityCoverage,
  views: readonly { cameraId: number; view: [number, number, number]; sure: boolean }[],
) => {
  for (const { cameraId, view, sure } of views)
    city.setCamera(cameraId, { sure: sure ? circle(...view) : null, possible: circle(...view) });
};

describe('the weight that is seen', () => {
  it('is the ground’s part of a square, and all or nothing of a point', () => {
    const city = new CityCoverage();
    city.sure.put([square(0, 0, 50)], 1);
    city.possible.put([square(0, 0, 100)], 1);
    const people = demandOf('grid', 100, [
      [50, 50, 400],
      [150, 50, 90],
    ]);
    const { total, ...seen } = weightSeen(people, city);
    expect(total).toBeCloseTo(490, 9);
    expect(seen).toEqual({ sure: 100, possible: 400 });
    const schools = demandOf('points', null, [
      [10, 10, 1],
      [60, 10, 1],
      [260, 10, 3],
    ]);
    expect(weightSeen(schools, city)).toEqual({ total: 5, sure: 1, possible: 2 });
  });

  it('is nothing of nothing', () => {
    expect(weightSeen(demandOf('points', null, []), new CityCoverage())).toEqual({
      total: 0,
      sure: 0,
      possible: 0,
    });
  });

  it('never is more than possible, nor that than all, and all of it is told within a billionth', () => {
    fc.assert(
      fc.property(aDemand, someViews, (demand, views) => {
        const city = new CityCoverage();
        put(city, views);
        const { total, sure, possible } = weightSeen(demand, city);
        expect(sure).toBeLessThanOrEqual(possible);
        expect(possible).toBeLessThanOrEqual(total);
        const given = demand.weight.reduce((sum, one) => sum + one, 0);
        expect(Math.abs(total - given)).toBeLessThanOrEqual(1e-9 * given);
      }),
    );
  });

  it('is the same bit for bit, kept true camera by camera or counted anew', () => {
    fc.assert(
      fc.property(aDemand, someViews, (demand, views) => {
        const city = new CityCoverage();
        const kept = new WatchedWeight(demand, city);
        put(city, views);
        expect({ total: kept.total, sure: kept.sure, possible: kept.possible }).toEqual(
          weightSeen(demand, city),
        );
        for (const { cameraId } of views) city.removeCamera(cameraId);
        expect([kept.sure, kept.possible]).toEqual([0, 0]);
        kept.stop();
        put(city, views);
        expect([kept.sure, kept.possible]).toEqual([0, 0]);
      }),
    );
  });

  it('of each cell adds up to the whole', () => {
    fc.assert(
      fc.property(aDemand, (demand) => {
        const cells = spreadOf(demand);
        let sum = 0;
        for (let row = -120; row < 120; row++)
          for (let column = -120; column < 120; column++) sum += cells.weightOf(column, row);
        expect(sum).toBe(cells.total);
      }),
      { numRuns: 20 },
    );
  });
});

describe('gaps', () => {
  it('are what nobody surely sees, the heaviest first, with the part that nobody possibly sees', () => {
    const city = new CityCoverage();
    city.sure.put([square(0, 0, 100)], 1);
    city.possible.put([square(0, 0, 100), square(200, 0, 50)], 1);
    const people = demandOf('grid', 100, [
      [50, 50, 1000],
      [250, 50, 80],
      [650, 50, 500],
    ]);
    const found = gapsOf(people, city, 10);
    expect(found.map(({ weight, areaM2 }) => [Math.round(weight), areaM2])).toEqual([
      [500, 10_000],
      // The square goes over the border of two tiles.
      [40, 5000],
      [40, 5000],
    ]);
    expect(found[0]).toMatchObject({ unseen: 500 });
    expect(found[1]!.unseen + found[2]!.unseen).toBeCloseTo(60, 9);
    expect(Math.abs(found[0]!.east - 650)).toBeLessThanOrEqual(5);
    expect(Math.abs(found[0]!.north - 50)).toBeLessThanOrEqual(5);
    expect(gapsOf(people, city, 1)).toEqual(found.slice(0, 1));
    expect(gapsOf(people, city, 0)).toEqual([]);
  });

  it('of points hang together where the points are near each other', () => {
    const accidents = demandOf('points', null, [
      [10, 10, 1],
      [30, 10, 1],
      [40, 10, 1],
      [120, 10, 1],
    ]);
    expect(gapsOf(accidents, new CityCoverage(), 9).map(({ weight }) => weight)).toEqual([3, 1]);
  });

  it('hold together all that is not surely seen, each at a cell of its own', () => {
    fc.assert(
      fc.property(aDemand, someViews, (demand, views) => {
        const city = new CityCoverage();
        put(city, views);
        const gaps = gapsOf(demand, city, 1e6);
        const { total, sure, possible } = weightSeen(demand, city);
        expect(gaps.reduce((sum, { weight }) => sum + weight, 0)).toBe(total - sure);
        expect(gaps.reduce((sum, { unseen }) => sum + unseen, 0)).toBe(total - possible);
        for (const { east, north } of gaps) {
          expect(city.sure.countAt(east, north)).toBe(0);
          expect(spreadOf(demand).weightOf(Math.floor(east / 5), Math.floor(north / 5))).toBeGreaterThan(0);
        }
        expect(gapsOf(demand, city, 3)).toEqual(gaps.slice(0, 3));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the lattice of need', () => {
  const box = { west: 0, south: 0, east: 200, north: 100 };

  it('is the unseen part of the ground where no demand is asked for', () => {
    const city = new CityCoverage();
    city.sure.put([square(0, 0, 50)], 1);
    city.possible.put([square(0, 0, 100)], 1);
    const { need, unseen, columns, rows, east, north } = needLattice(null, city, box, 100);
    expect({ columns, rows, east, north }).toEqual({ columns: 2, rows: 1, east: 50, north: 50 });
    expect([...need]).toEqual([0.75, 1]);
    expect([...unseen]).toEqual([0, 1]);
  });

  it('is full where the densest demand is missing, and less where less is', () => {
    const people = demandOf('grid', 100, [
      [50, 50, 100],
      [150, 50, 25],
    ]);
    expect([...needLattice(people, new CityCoverage(), box, 50).need]).toEqual([
      1, 1, 0.25, 0.25, 1, 1, 0.25, 0.25,
    ]);
  });

  it('lies at the same nodes with the same need, whatever part of the plane is looked at', () => {
    fc.assert(
      fc.property(fc.option(aDemand), someViews, within(5, 90), (demand, views, spacingM) => {
        const city = new CityCoverage();
        put(city, views);
        const whole = needLattice(demand, city, { west: -600, south: -600, east: 600, north: 600 }, spacingM);
        const part = needLattice(demand, city, { west: -95, south: 12, east: 240, north: 301 }, spacingM);
        const [column, row] = [part.east - whole.east, part.north - whole.north].map((away) =>
          Math.round(away / spacingM),
        );
        part.need.forEach((need, i) => {
          const at = (row! + Math.floor(i / part.columns)) * whole.columns + column! + (i % part.columns);
          expect(need).toBe(whole.need[at]);
          expect(part.unseen[i]).toBeLessThanOrEqual(need);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('is no finer than the cells', () => {
    expect(needLattice(null, new CityCoverage(), box, 1).spacingM).toBe(5);
  });
});
