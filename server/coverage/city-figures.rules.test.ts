import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { CELL_M, type CellGrid } from './cells.rules.ts';
import { CityFigures, type FigureCamera } from './city-figures.rules.ts';
import type { Demand } from './demand/demand.rules.ts';
import { DistrictCells } from './districts.rules.ts';
import { weightSeen } from './seen-weight.rules.ts';
import { standardModel } from './standard-model.rules.ts';
import { viewOf, type View } from './view.rules.ts';
import { Walls } from './walls.rules.ts';

const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
const none = new Walls();
const unknown = { heightM: NaN, tiltDeg: NaN, vfovDeg: NaN };
const square = (west: number, south: number, side: number): Float64Array =>
  Float64Array.from([west, south, west + side, south, west + side, south + side, west, south + side]);
const districts = new DistrictCells(
  [
    { districtId: 1, name: '교1동', groundM2: 40_000, rings: [square(-200, -100, 200)] },
    { districtId: 2, name: '교2동', groundM2: 22_500, rings: [square(0, -50, 150)] },
  ],
  CELL_M,
);
const people: Demand = {
  ...{ demandId: 1, title: '인구', unit: '명', kind: 'grid', cellM: 100, synthetic: true },
  east: Float64Array.from([-150, -50, 50, 150]),
  north: Float64Array.from([20, 20, 20, 20]),
  weight: Float64Array.from([3, 90, 0.7, 1000]),
};

const aCamera: fc.Arbitrary<FigureCamera> = fc
  .record({
    ...{ east: within(-200, 200), north: within(-150, 150), azimuthDeg: within(0, 360) },
    ...{ hfovDeg: within(20, 360), rangeM: within(10, 70) },
    isSure: fc.boolean(),
    sees: fc.boolean(),
    purposes: fc.array(fc.constantFrom(...PURPOSES.slice(0, 3)), { minLength: 1, maxLength: 3 }),
  })
  .map(({ isSure, sees, purposes, ...pose }) => {
    const view: View | null = sees ? viewOf({ ...pose, ...unknown }, none) : null;
    return { east: pose.east, north: pose.north, purposes, sure: isSure ? view : null, possible: view };
  });
const changes = fc.array(
  fc.record({ cameraId: fc.integer({ min: 1, max: 5 }), camera: fc.option(aCamera, { freq: 3 }) }),
  { maxLength: 15 },
);

const summed = (grid: CellGrid): [seenM2: number, twice: number] => [grid.seenM2, grid.cellsSeenBy(2)];
const told = (figures: CityFigures) => ({
  sure: summed(figures.coverage.sure),
  possible: summed(figures.coverage.possible),
  sureCameras: figures.sureCameras,
  standing: [...figures.standing],
  sureCells: [...figures.sureCells],
  possibleCells: [...figures.possibleCells],
  circles: figures.circles.seenM2,
  purposes: PURPOSES.map((purpose) => {
    const { cameras, coverage } = figures.purposes.get(purpose) ?? { cameras: 0, coverage: null };
    return [cameras, coverage?.sure.seenM2 ?? 0, coverage?.possible.seenM2 ?? 0];
  }),
  weights: figures.weightsOf([people]).map(({ total, sure, possible }) => ({ total, sure, possible })),
});

test('every figure is the same bit for bit whether its cameras came at once or one after the other', () => {
  fc.assert(
    fc.property(changes, (each) => {
      const figures = new CityFigures(districts);
      figures.weightsOf([people]);
      const standing = new Map<number, FigureCamera>();
      for (const { cameraId, camera } of each) {
        if (camera === null) {
          figures.removeCamera(cameraId);
          standing.delete(cameraId);
        } else {
          figures.setCamera(cameraId, camera);
          standing.set(cameraId, camera);
        }
      }
      const fresh = new CityFigures(districts);
      for (const [cameraId, camera] of standing) fresh.setCamera(cameraId, camera);
      expect(told(figures)).toEqual(told(fresh));
    }),
  );
});

test('figures are of the cells of their district, of the cameras of their purpose and of the circles of all', () => {
  fc.assert(
    fc.property(fc.array(aCamera, { maxLength: 5 }), (cameras) => {
      const figures = new CityFigures(districts);
      cameras.forEach((camera, i) => figures.setCamera(i, camera));
      const cells = [0, 0, 0];
      for (let row = -60; row < 60; row++)
        for (let column = -60; column < 60; column++)
          if (figures.coverage.sure.countOf(column, row) > 0)
            cells[districts.at((column + 0.5) * CELL_M, (row + 0.5) * CELL_M)]!++;
      expect([...figures.sureCells]).toEqual(cells);
      expect([...figures.standing].reduce((sum, one) => sum + one)).toBe(cameras.length);
      expect(figures.circles.seenM2).toBe(
        standardModel(cameras.map(({ east, north }) => [east, north] as const)).seenM2,
      );
      expect(figures.weightsOf([people])[0]).toMatchObject(weightSeen(people, figures.coverage));
      for (const purpose of PURPOSES) {
        const serving = new CityFigures(districts);
        cameras.forEach((camera, i) => {
          if (camera.purposes.includes(purpose)) serving.setCamera(i, camera);
        });
        const held = figures.purposes.get(purpose);
        expect(held?.coverage.possible.seenM2 ?? 0).toBe(serving.coverage.possible.seenM2);
        expect(held?.cameras ?? 0).toBe(cameras.filter(({ purposes }) => purposes.includes(purpose)).length);
      }
    }),
    { numRuns: 30 },
  );
});

test('a demand that is asked for no more is forgotten, and counted anew when it is asked for again', () => {
  const figures = new CityFigures(districts);
  const view = viewOf({ east: -50, north: 20, rangeM: 40, azimuthDeg: NaN, hfovDeg: 360, ...unknown }, none);
  const [before] = figures.weightsOf([people]);
  figures.weightsOf([]);
  figures.setCamera(1, { east: -50, north: 20, purposes: ['security'], sure: view, possible: view });
  expect(before!.sure).toBe(0);
  expect(figures.weightsOf([people])[0]!.sure).toBeGreaterThan(0);
});
