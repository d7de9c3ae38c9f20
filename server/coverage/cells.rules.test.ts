import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_M, CellGrid, cellRings, eachRun, type Ring } from './cells.rules.ts';
import { CityCoverage } from './city-coverage.rules.ts';
import { areaOf, viewOf, type Pose, type View } from './view.rules.ts';
import { Walls } from './walls.rules.ts';

const RAD = Math.PI / 180;
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);

/** A star round a place, of any number of corners, convex or not. */
const aRing: fc.Arbitrary<Ring> = fc
  .record({
    ...{ x: within(-400, 400), y: within(-400, 400), turn: within(0, 6) },
    reach: fc.array(within(1, 90), { minLength: 3, maxLength: 24 }),
  })
  .map(({ x, y, turn, reach }) =>
    Float64Array.from(
      reach.flatMap((one, i) => {
        const angle = turn + (2 * Math.PI * i) / reach.length;
        return [x + one * Math.cos(angle), y + one * Math.sin(angle)];
      }),
    ),
  );
const rings = fc.array(aRing, { minLength: 1, maxLength: 3 });

/** Even-odd by a ray to the east, of one point against every edge. */
function isIn(each: readonly Ring[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of each)
    for (let i = 0; i < ring.length; i += 2) {
      const [x1, y1] = [ring[i]!, ring[i + 1]!];
      const [x2, y2] = [ring[(i + 2) % ring.length]!, ring[(i + 3) % ring.length]!];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  return inside;
}

const countsOf = (grid: CellGrid): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const block of grid.blocks())
    block.counts.forEach((count, i) => {
      if (count > 0) counts.set(`${block.column + (i % 64)} ${block.row + Math.floor(i / 64)}`, count);
    });
  return counts;
};

describe('the runs of a polygon', () => {
  it('hold the cells whose middles lie in it and no others', () => {
    fc.assert(
      fc.property(rings, fc.constantFrom(2, 5, 7.5), (each, cellM) => {
        const found = new Set<string>();
        eachRun(each, cellM, (row, from, to) => {
          for (let column = from; column < to; column++) {
            expect(found.has(`${column} ${row}`)).toBe(false);
            found.add(`${column} ${row}`);
          }
        });
        for (let row = Math.floor(-500 / cellM); row <= 500 / cellM; row++)
          for (let column = Math.floor(-500 / cellM); column <= 500 / cellM; column++)
            if (isIn(each, (column + 0.5) * cellM, (row + 0.5) * cellM) !== found.delete(`${column} ${row}`))
              expect.unreachable(`${column} ${row}`);
        expect(found.size).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('are none of what is flat or smaller than the way to a middle', () => {
    for (const ring of [[0, 0, 10, 0], [1, 1, 2, 1, 2, 2], [7, 7.5, 93, 7.5, 50, 7.5], []])
      eachRun([Float64Array.from(ring)], 5, () => expect.unreachable());
  });
});

describe('a grid', () => {
  it('counts as many views of a cell as hold its middle, up and down again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(rings, fc.boolean()), { minLength: 1, maxLength: 8 }), (steps) => {
        const grid = new CellGrid();
        const fresh = new CellGrid();
        for (const [each] of steps) grid.put(each, 1);
        for (const [each, stays] of steps)
          if (stays) fresh.put(each, 1);
          else grid.put(each, -1);
        expect(countsOf(grid)).toEqual(countsOf(fresh));
        expect(grid.seenCells).toBe(countsOf(grid).size);
        for (const by of [1, 2, 3])
          expect(grid.cellsSeenBy(by)).toBe([...countsOf(grid).values()].filter((one) => one === by).length);
      }),
    );
  });

  it('tells every cell that gains its first view and loses its last', () => {
    fc.assert(
      fc.property(fc.array(rings, { minLength: 1, maxLength: 6 }), (each) => {
        const grid = new CellGrid();
        const seen = new Set<string>();
        const stop = grid.watch((column, row, isSeen) => {
          const cell = `${column} ${row}`;
          expect(seen.has(cell)).toBe(!isSeen);
          if (isSeen) seen.add(cell);
          else seen.delete(cell);
        });
        for (const one of each) grid.put(one, 1);
        expect(seen).toEqual(new Set(countsOf(grid).keys()));
        for (const one of each) grid.put(one, -1);
        expect(seen.size).toBe(0);
        stop();
        grid.put(each[0]!, 1);
        expect(seen.size).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('counts the seen cells of a rectangle', () => {
    fc.assert(
      fc.property(
        rings,
        fc.tuple(...[-90, -90, 1, 1].map((least) => fc.integer({ min: least, max: 160 }))),
        (each, [west, south, wide, high]) => {
          const grid = new CellGrid();
          grid.put(each, 1);
          let seen = 0;
          for (let row = south!; row < south! + high!; row++)
            for (let column = west!; column < west! + wide!; column++)
              if (grid.countOf(column, row) > 0) seen++;
          expect(grid.seenIn(west!, south!, west! + wide!, south! + high!)).toBe(seen);
        },
      ),
      { numRuns: 50 },
    );
  });
});

const aPose: fc.Arbitrary<Pose> = fc.record({
  ...{ east: within(-400, 400), north: within(-400, 400), azimuthDeg: within(0, 360) },
  ...{ hfovDeg: within(20, 360), rangeM: within(10, 80) },
  ...{ heightM: fc.constant(NaN), tiltDeg: fc.constant(NaN), vfovDeg: fc.constant(NaN) },
});
const free = new Walls();
const aView: fc.Arbitrary<View | null> = fc.option(aPose.map((pose) => viewOf(pose, free)));

describe('the city', () => {
  it('is the same bit for bit whether its cameras came at once or one after the other', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            cameraId: fc.integer({ min: 1, max: 6 }),
            sure: aView,
            possible: aView,
            goes: fc.boolean(),
          }),
          {
            maxLength: 20,
          },
        ),
        (changes) => {
          const city = new CityCoverage();
          const standing = new Map<number, { sure: View | null; possible: View | null }>();
          for (const { cameraId, goes, ...bounds } of changes) {
            if (goes) {
              city.removeCamera(cameraId);
              standing.delete(cameraId);
            } else {
              city.setCamera(cameraId, bounds);
              standing.set(cameraId, bounds);
            }
          }
          const fresh = new CityCoverage();
          for (const [cameraId, bounds] of standing) fresh.setCamera(cameraId, bounds);
          for (const bound of ['sure', 'possible'] as const) {
            expect(countsOf(city[bound])).toEqual(countsOf(fresh[bound]));
            expect(city[bound].seenCells).toBe(fresh[bound].seenCells);
          }
        },
      ),
    );
  });

  it('is within a thousandth of the ground its cameras see, where there are many', () => {
    const grid = new CellGrid(CELL_M);
    let state = 1;
    const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    let area = 0;
    let cells = 0;
    const count = grid.watch(() => cells++);
    for (let i = 0; i < 4000; i++) {
      const pose = {
        east: next() * 9000,
        north: next() * 9000,
        azimuthDeg: next() * 360,
        hfovDeg: 60,
        rangeM: 50,
      };
      const view = viewOf({ ...pose, heightM: NaN, tiltDeg: NaN, vfovDeg: NaN }, free)!;
      area += areaOf(view);
      grid.put(cellRings(view), 1);
      grid.put(cellRings(view), -1);
    }
    count();
    expect(area).toBeCloseTo(4000 * 30 * RAD * 2500, 0);
    expect(Math.abs((cells / 2) * CELL_M ** 2 - area) / area).toBeLessThan(0.001);
  });
});
