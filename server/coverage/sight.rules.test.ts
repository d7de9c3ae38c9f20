import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSUMED_RANGE_M, SightIndex, WHICH, type SightCamera } from './sight.rules.ts';
import { HeightGrid } from './terrain.rules.ts';
import { areaOf, covers } from './view.rules.ts';
import { buildingOf, isInside, type Building } from './walls.rules.ts';

const RAD = Math.PI / 180;
/** Even, where the generator's own numbers crowd at their ends. */
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
const orUnknown = (known: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 3, arbitrary: known }, fc.constant(NaN));

const aBuilding = fc
  .record({
    ...{ x: within(-90, 90), y: within(-90, 90), w: within(3, 25), h: within(3, 25), turn: within(0, 90) },
    heightM: orUnknown(within(2, 30)),
  })
  .map(({ x, y, w, h, turn, heightM }) => {
    const [sin, cos] = [Math.sin(turn * RAD), Math.cos(turn * RAD)];
    const ring = [
      [-w / 2, -h / 2],
      [w / 2, -h / 2],
      [w / 2, h / 2],
      [-w / 2, h / 2],
    ].map(([dx, dy]) => [x + dx! * cos - dy! * sin, y + dx! * sin + dy! * cos] as const);
    return (buildingId: number): Building => buildingOf(buildingId, [[ring]], heightM)!;
  });
const aCity = fc.array(aBuilding, { maxLength: 20 }).map((made) => made.map((make, i) => make(i + 1)));
const aTurn = fc.record({
  azimuthDeg: orUnknown(within(0, 359)),
  hfovDeg: within(5, 80),
  tiltDeg: within(0, 40),
});
const aCamera = fc
  .record({
    kind: fc.constantFrom<SightCamera['kind']>('fixed', 'ptz', 'fisheye', null),
    ...{ east: within(-60, 60), north: within(-60, 60), azimuthDeg: orUnknown(within(0, 359)) },
    ...{ hfovDeg: orUnknown(within(10, 120)), rangeM: orUnknown(within(10, ASSUMED_RANGE_M)) },
    ...{
      nightRangeM: orUnknown(within(5, 60)),
      heightM: orUnknown(within(3, 12)),
      tiltDeg: orUnknown(within(0, 60)),
      megapixels: orUnknown(within(1, 8)),
    },
    turned: fc.option(aTurn),
    barred: fc.array(fc.record({ fromDeg: within(0, 359), toDeg: within(0, 359) }), { maxLength: 2 }),
  })
  .map((camera) => ({ ...camera, turned: camera.kind === 'ptz' ? camera.turned : null }));
const cameras = fc
  .array(aCamera, { minLength: 1, maxLength: 8 })
  .map((each) => each.map((camera, i): SightCamera => ({ ...camera, cameraId: i + 1 })));
const points = fc.array(fc.tuple(within(-120, 120), within(-120, 120)), { minLength: 30, maxLength: 30 });

const indexOf = (fleet: readonly SightCamera[], city: readonly Building[]): SightIndex => {
  const index = new SightIndex();
  for (const building of city) index.setBuilding(building);
  for (const camera of fleet) index.setCamera(camera);
  return index;
};

describe('honest unknowns', () => {
  it('nothing is sure of a camera without range, nor without bearing or lens unless it looks all around', () => {
    fc.assert(
      fc.property(cameras, aCity, (fleet, city) => {
        const index = indexOf(fleet, city);
        for (const { cameraId, kind, azimuthDeg, hfovDeg, rangeM } of fleet)
          if (Number.isNaN(kind === 'fisheye' ? rangeM : azimuthDeg + hfovDeg + rangeM))
            expect(index.sureView(cameraId, 'home')).toBeNull();
      }),
    );
  });

  it('what is surely seen is possibly seen', () => {
    fc.assert(
      fc.property(cameras, aCity, points, (fleet, city, places) => {
        const index = indexOf(fleet, city);
        for (const { cameraId } of fleet)
          for (const which of WHICH) {
            const [sure, possible] = [index.sureView(cameraId, which), index.possibleView(cameraId, which)];
            if (sure === null) continue;
            expect(areaOf(sure)).toBeLessThanOrEqual(areaOf(possible!) * (1 + 1e-9));
            for (const [x, y] of places) if (covers(sure, x, y)) expect(covers(possible!, x, y)).toBe(true);
          }
      }),
    );
  });

  it('whatever the unknown turns out to be, the truth lies between sure and possible', () => {
    fc.assert(
      fc.property(
        cameras,
        aCity,
        points,
        fc.record({
          azimuthDeg: within(0, 359),
          hfovDeg: within(5, 170),
          rangeM: within(5, ASSUMED_RANGE_M),
        }),
        (fleet, city, places, truth) => {
          const index = indexOf(fleet, city);
          const completed = fleet.map((camera) => ({
            ...camera,
            azimuthDeg: Number.isNaN(camera.azimuthDeg) ? truth.azimuthDeg : camera.azimuthDeg,
            hfovDeg: Number.isNaN(camera.hfovDeg) ? truth.hfovDeg : camera.hfovDeg,
            rangeM: Number.isNaN(camera.rangeM) ? truth.rangeM : camera.rangeM,
          }));
          const true_ = indexOf(completed, city);
          for (const { cameraId } of fleet) {
            const sure = index.sureView(cameraId, 'home');
            const possible = index.possibleView(cameraId, 'home');
            const view = true_.sureView(cameraId, 'home');
            for (const [x, y] of places) {
              if (view !== null && covers(view, x, y)) expect(covers(possible!, x, y)).toBe(true);
              if (sure !== null && covers(sure, x, y)) expect(covers(view!, x, y)).toBe(true);
            }
          }
        },
      ),
    );
  });
});

describe('kept true', () => {
  it('after any changes every view is the one that a fresh index has', () => {
    fc.assert(
      fc.property(
        cameras,
        aCity,
        fc.array(fc.tuple(fc.constantFrom('turn', 'raze', 'build', 'remove'), fc.nat(), aCamera, aBuilding), {
          maxLength: 12,
        }),
        (fleet, city, changes) => {
          const index = indexOf(fleet, city);
          const now = {
            cameras: new Map(fleet.map((each) => [each.cameraId, each])),
            city: new Map(city.map((each) => [each.buildingId, each])),
          };
          for (const { cameraId } of fleet) for (const which of WHICH) index.sureView(cameraId, which);
          for (const [change, at, camera, make] of changes) {
            const cameraId = (at % fleet.length) + 1;
            const buildingId = (at % 24) + 1;
            if (change === 'turn') {
              now.cameras.set(cameraId, { ...camera, cameraId });
              index.setCamera({ ...camera, cameraId });
            } else if (change === 'remove') {
              now.cameras.delete(cameraId);
              index.removeCamera(cameraId);
            } else if (change === 'raze') {
              now.city.delete(buildingId);
              index.removeBuilding(buildingId);
            } else {
              const building = make(buildingId);
              now.city.set(buildingId, building);
              index.setBuilding(building);
            }
          }
          const fresh = indexOf([...now.cameras.values()], [...now.city.values()]);
          for (const cameraId of now.cameras.keys())
            for (const which of WHICH) {
              const [kept, anew] = [index.sureView(cameraId, which), fresh.sureView(cameraId, which)];
              expect(kept === null).toBe(anew === null);
              if (kept !== null) expect(areaOf(kept)).toBeCloseTo(areaOf(anew!), 6);
            }
        },
      ),
    );
  });

  it('a building names exactly the cameras whose reach it stands in', () => {
    const camera = (cameraId: number, east: number): SightCamera => ({
      ...{ cameraId, kind: 'fixed', east, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 50 },
      ...{ heightM: NaN, tiltDeg: NaN, megapixels: NaN, nightRangeM: NaN, turned: null, barred: [] },
    });
    const index = indexOf([camera(1, 0), camera(2, 500)], []);
    const ring = [
      [-5, 20],
      [5, 20],
      [5, 30],
      [-5, 30],
    ] as const;
    expect(index.setBuilding(buildingOf(7, [[ring]])!)).toEqual([1]);
    expect(index.removeBuilding(7)).toEqual([1]);
    expect(index.removeBuilding(7)).toEqual([]);
  });
});

describe('on hills', () => {
  /** A ridge 8 m high that runs 40 m north of the camera, and a far slope beyond it. */
  const hills = new HeightGrid(
    { west: -150, south: -150, stepM: 10, columns: 31, rows: 31 },
    Int16Array.from({ length: 31 * 31 }, (_, i) => {
      const north = Math.floor(i / 31) * 10 - 150;
      return north === 40 ? 80 : Math.max(0, north - 60) * 5;
    }),
  );
  const camera: SightCamera = {
    ...{ cameraId: 1, kind: 'fixed', east: 0, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 100 },
    ...{ nightRangeM: NaN, heightM: 5, tiltDeg: NaN, megapixels: NaN, turned: null, barred: [] },
  };

  it('what a ridge hides is not sure, what rises behind it is possible, and ground put under later changes the views', () => {
    const index = indexOf([camera], []);
    expect(index.seeing(0, 95)).toMatchObject([{ sure: true }]);
    index.setHeights(hills);
    expect(index.seeing(0, 30)).toMatchObject([{ sure: true }]);
    expect(index.seeing(0, 95)).toMatchObject([{ sure: false }]);
    index.setHeights(null);
    expect(index.seeing(0, 95)).toMatchObject([{ sure: true }]);
  });

  it('what is surely seen is possibly seen, also of a camera of unknown height', () => {
    fc.assert(
      fc.property(cameras, aCity, points, (fleet, city, places) => {
        const index = indexOf(fleet, city);
        index.setHeights(hills);
        for (const { cameraId } of fleet)
          for (const which of WHICH) {
            const [sure, possible] = [index.sureView(cameraId, which), index.possibleView(cameraId, which)];
            if (sure === null) continue;
            for (const [x, y] of places) if (covers(sure, x, y)) expect(covers(possible!, x, y)).toBe(true);
          }
      }),
    );
  });
});

describe('who sees this point', () => {
  it('names every camera that a search through all of them names, and no other', () => {
    fc.assert(
      fc.property(cameras, aCity, points, (fleet, city, places) => {
        const index = indexOf(fleet, city);
        for (const [x, y] of places) {
          if (city.some((each) => isInside(each, x, y))) continue;
          const seeing = index.seeing(x, y);
          const live = fleet.filter(({ cameraId }) => {
            const view = index.sureView(cameraId, 'live');
            return view !== null && covers(view, x, y);
          });
          expect(
            seeing
              .filter(({ now }) => now)
              .map(({ cameraId }) => cameraId)
              .sort((a, b) => a - b),
          ).toEqual(live.map(({ cameraId }) => cameraId));
          for (const { now, sure } of seeing) if (now) expect(sure).toBe(true);
          const order = seeing.map(({ now, sure }) => Number(now) * 2 + Number(sure));
          expect(order).toEqual(order.toSorted((a, b) => b - a));
        }
      }),
    );
  });

  const ptz: SightCamera = {
    ...{ cameraId: 1, kind: 'ptz', east: 0, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 80, heightM: NaN },
    ...{ tiltDeg: NaN, megapixels: 2, nightRangeM: 30, turned: null, barred: [] },
  };

  it('a camera that was turned away sees what is there and can be turned back', () => {
    const index = indexOf([{ ...ptz, turned: { azimuthDeg: 180, hfovDeg: 20, tiltDeg: NaN } }], []);
    expect(index.seeing(0, -40)).toMatchObject([{ sure: true, now: true, which: 'live' }]);
    expect(index.seeing(0, 40)).toMatchObject([{ sure: true, now: false, which: 'reachable' }]);
  });

  it('where its device tells no bearing it is only possible that it looks there', () => {
    const index = indexOf([{ ...ptz, turned: { azimuthDeg: NaN, hfovDeg: 20, tiltDeg: NaN } }], []);
    expect(index.seeing(0, 40)).toMatchObject([{ sure: true, now: false, which: 'reachable' }]);
    expect(index.seeing(200, 0)).toEqual([]);
  });

  it('Art. 11(1): into a barred sector it cannot be turned', () => {
    const index = indexOf([{ ...ptz, barred: [{ fromDeg: 80, toDeg: 100 }] }], []);
    expect(index.seeing(40, 0)).toEqual([]);
    expect(index.seeing(0, -40)).toMatchObject([{ which: 'reachable' }]);
  });

  it('more pixels come first, and an unknown number of them last', () => {
    const index = indexOf(
      [
        { ...ptz, cameraId: 1, north: -40 },
        { ...ptz, cameraId: 2, north: -40, megapixels: 8 },
        { ...ptz, cameraId: 3, north: -40, megapixels: NaN },
      ],
      [],
    );
    expect(index.seeing(0, 0).map(({ cameraId }) => cameraId)).toEqual([2, 1, 3]);
  });
});
