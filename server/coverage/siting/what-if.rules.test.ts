import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CityCoverage } from '../city-coverage.rules.ts';
import type { Demand } from '../demand/demand.rules.ts';
import { DENSITY_EDITIONS } from '../density.law.ts';
import { SightIndex, type SightCamera } from '../sight.rules.ts';
import { areaOf, covers, viewOf, type Pose, type View } from '../view.rules.ts';
import { buildingOf, Walls, type Building } from '../walls.rules.ts';
import { facingWalls } from './facing-walls.rules.ts';
import { NearCoverage } from './near-coverage.rules.ts';
import { nearerThan } from './nearer.rules.ts';
import { whatIf, type Surroundings } from './what-if.rules.ts';

const RAD = Math.PI / 180;
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);

const aHouse = fc
  .record({ x: within(-90, 90), y: within(-90, 90), w: within(3, 25), h: within(3, 25), turn: within(0, 90) })
  .map(({ x, y, w, h, turn }) => {
    const [sin, cos] = [Math.sin(turn * RAD), Math.cos(turn * RAD)];
    const ring = [
      [-w / 2, -h / 2],
      [w / 2, -h / 2],
      [w / 2, h / 2],
      [-w / 2, h / 2],
    ].map(([dx, dy]) => [x + dx! * cos - dy! * sin, y + dx! * sin + dy! * cos] as const);
    return (buildingId: number): Building => buildingOf(buildingId, [[ring]])!;
  });
const aTown = fc.array(aHouse, { maxLength: 15 }).map((made) => made.map((make, i) => make(i + 1)));
const camera: SightCamera = {
  ...{ cameraId: 1, kind: 'fixed', east: 0, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 100 },
  ...{ nightRangeM: NaN, heightM: NaN, tiltDeg: NaN, megapixels: 8, turned: null, barred: [] },
};
const aCamera = fc
  .record({
    kind: fc.constantFrom<SightCamera['kind']>('fixed', 'ptz', 'fisheye'),
    ...{ east: within(-60, 60), north: within(-60, 60), azimuthDeg: within(0, 359) },
    ...{ hfovDeg: within(10, 120), rangeM: within(10, 100) },
    heightM: fc.oneof(within(3, 12), fc.constant(NaN)),
    tiltDeg: fc.oneof(within(0, 60), fc.constant(NaN)),
  })
  .map((known): SightCamera => ({ ...camera, ...known }));
const aFleet = fc
  .array(aCamera, { maxLength: 8 })
  .map((each) => each.map((one, i) => ({ ...one, cameraId: i + 2 })));

const wallsOf = (town: readonly Building[]): Walls => {
  const walls = new Walls();
  for (const building of town) walls.add(building);
  return walls;
};
const indexOf = (fleet: readonly SightCamera[], town: readonly Building[]): SightIndex => {
  const index = new SightIndex();
  for (const building of town) index.setBuilding(building);
  for (const each of fleet) index.setCamera(each);
  return index;
};
const among = (index: SightIndex, more: Partial<Surroundings> = {}): Surroundings => ({
  walls: index.walls,
  coverage: new NearCoverage(index, 'home', more.at ?? 'day').around(0, 0, 400),
  ...{ demands: [], roads: [], edition: DENSITY_EDITIONS[1]!, at: 'day', heights: null },
  ...more,
});
const box = (west: number, south: number, east: number, north: number) =>
  buildingOf(1, [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ])!;

describe('what a camera adds', () => {
  it('is new or seen already, cell by cell, and no camera more makes it more', () => {
    fc.assert(
      fc.property(aCamera, aFleet, aTown, (proposed, fleet, town) => {
        let before = Infinity;
        for (let some = 0; some <= fleet.length; some++) {
          const { cells, newM2, overlapM2, areaM2 } = whatIf(
            proposed,
            among(indexOf(fleet.slice(0, some), town)),
          );
          expect(cells.none + cells.one + cells.more).toBe(cells.all);
          expect(cells.doubtful).toBeLessThanOrEqual(cells.none);
          expect(cells.none).toBeLessThanOrEqual(before);
          if (cells.all > 0) expect(newM2 + overlapM2).toBeCloseTo(areaM2, 6);
          before = cells.none;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is seen already where a camera hangs and looks the same way', () => {
    const index = indexOf([{ ...camera, cameraId: 2 }], []);
    const { cells, newM2, overlapM2, areaM2 } = whatIf(camera, among(index));
    expect(cells).toMatchObject({ none: 0, more: 0 });
    expect(newM2).toBe(0);
    expect(overlapM2).toBeCloseTo(areaM2, 6);
    expect(areaM2).toBeCloseTo((100 ** 2 * Math.PI) / 6, 6);
  });

  it('stays new where a camera of unknown bearing only may see it, and is told as doubtful', () => {
    const index = indexOf([{ ...camera, cameraId: 2, azimuthDeg: NaN }], []);
    const { cells, doubtfulM2, newM2 } = whatIf(camera, among(index));
    expect(cells.none).toBe(cells.all);
    expect(cells.doubtful).toBe(cells.all);
    expect(doubtfulM2).toBe(newM2);
  });

  it('is, with what houses hide, the whole bare sector', () => {
    const alone = whatIf(camera, among(indexOf([], [])));
    expect(alone.hiddenM2).toBe(0);
    const walled = whatIf(camera, among(indexOf([], [box(-200, 50, 200, 60)])));
    const triangle = 50 ** 2 * Math.tan(30 * RAD);
    expect(walled.areaM2).toBeCloseTo(triangle, 6);
    expect(walled.hiddenM2).toBeCloseTo(alone.areaM2 - triangle, 6);
  });

  it('is people by the ground of their square that becomes seen, and points by themselves', () => {
    const layer = { title: '', unit: '명', synthetic: true, demandId: 1 };
    const people: Demand = {
      ...{ ...layer, kind: 'grid', cellM: 100 },
      ...{
        east: Float64Array.of(0),
        north: Float64Array.of(50),
        weight: Float64Array.of(1000),
      },
    };
    const schools: Demand = {
      ...{ ...layer, kind: 'points', cellM: null },
      ...{
        east: Float64Array.of(1, 1, 90),
        north: Float64Array.of(60, -5, 90),
        weight: Float64Array.of(1, 2, 4),
      },
    };
    const { gains } = whatIf(camera, among(indexOf([], []), { demands: [people, schools] }));
    // Of the square from -50 to 50 and 0 to 100 all but what lies outside the sector of 60 degrees.
    const seen = 100 ** 2 * (Math.PI / 6);
    expect(gains[0]!.weight / 1000).toBeCloseTo(seen / 1e4, 1);
    expect(gains[1]!.weight).toBe(1);
    expect(gains[1]!.doubtful).toBe(0);
  });

  it('is nothing, with the reason, where the camera itself is not known well enough or sees no ground', () => {
    const nothing = among(indexOf([], []));
    expect(whatIf({ ...camera, azimuthDeg: NaN }, nothing)).toMatchObject({ blind: 'unknown', areaM2: 0 });
    expect(whatIf({ ...camera, heightM: 5, tiltDeg: -80 }, nothing).blind).toBe('sky');
    const indoors = among(indexOf([], [box(-20, -20, 20, 20)]));
    expect(whatIf(camera, indoors)).toMatchObject({ blind: 'inside', areaM2: 0, bands: [] });
    expect(whatIf(camera, nothing).blind).toBeNull();
  });

  it('is as much at night as its night range allows, and nothing sure where that is unknown', () => {
    const night = among(indexOf([], []), { at: 'night' });
    expect(whatIf(camera, night)).toMatchObject({ blind: 'unknown', areaM2: 0 });
    expect(whatIf({ ...camera, nightRangeM: 40 }, night).areaM2).toBeCloseTo((40 ** 2 * Math.PI) / 6, 6);
  });
});

describe('bands of picture', () => {
  it('share out the view', () => {
    fc.assert(
      fc.property(
        aCamera,
        aTown,
        fc.constantFrom(...DENSITY_EDITIONS),
        fc.oneof(within(0.3, 12), fc.constant(NaN)),
        (proposed, town, edition, megapixels) => {
          const answer = whatIf({ ...proposed, megapixels }, among(indexOf([], town), { edition }));
          const known = answer.view !== null && !Number.isNaN(megapixels);
          expect(answer.bands.length).toBe(known ? edition.levels.length : 0);
          const sum = answer.bands.reduce((all, { areaM2 }) => all + areaM2, answer.coarserM2);
          if (known) expect(sum).toBeCloseTo(answer.areaM2, 6);
          for (const { areaM2 } of answer.bands) expect(areaM2).toBeGreaterThan(-1e-6);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reach over ground as far as the lens says, and have the area of their ring', () => {
    const wide = { ...camera, heightM: 6, megapixels: 2.0736 };
    const { bands } = whatIf(wide, among(indexOf([], []), { edition: DENSITY_EDITIONS[0]! }));
    const identify = bands.find(({ level }) => level === 'identify')!;
    const recognise = bands.find(({ level }) => level === 'recognise')!;
    // 1920 px at 60 degrees: 6.65 and 13.30 m from the lens, six metres up.
    expect(identify.rangeM).toBeCloseTo(Math.sqrt(6.651 ** 2 - 36), 2);
    expect(recognise.rangeM).toBeCloseTo(Math.sqrt(13.302 ** 2 - 36), 2);
    const ring = ((recognise.rangeM ** 2 - identify.rangeM ** 2) * Math.PI) / 6;
    expect(recognise.areaM2).toBeCloseTo(ring, 6);
    expect(bands.find(({ level }) => level === 'inspect')).toMatchObject({ rangeM: 0, areaM2: 0 });
  });
});

describe('the nearer part of a view', () => {
  const poseOf = ({ east, north, azimuthDeg, hfovDeg, heightM, tiltDeg }: SightCamera): Pose => ({
    ...{ east, north, azimuthDeg, hfovDeg, rangeM: 100, heightM, tiltDeg },
    vfovDeg: hfovDeg * 0.6,
  });

  it('is the view of the same camera with a shorter range', () => {
    fc.assert(
      fc.property(aCamera, aTown, within(1, 100), (proposed, town, rangeM) => {
        const pose = poseOf(proposed);
        const view = viewOf(pose, wallsOf(town));
        if (view === null) return;
        const part = nearerThan(view, rangeM);
        const whole = viewOf({ ...pose, rangeM }, wallsOf(town));
        const area = (each: View | null): number => (each === null ? 0 : areaOf(each));
        expect(area(part)).toBeCloseTo(area(whole), 6);
      }),
      { numRuns: 300 },
    );
  });
});

describe('walls that it looks at', () => {
  it('are those before it, as long as they are seen', () => {
    const view = viewOf({ ...pose(60), rangeM: 100 }, wallsOf([box(-200, 50, 200, 60)]))!;
    const { buildings, wallM } = facingWalls(view, wallsOf([box(-200, 50, 200, 60)]));
    expect(buildings).toBe(1);
    expect(wallM).toBeCloseTo(2 * 50 * Math.tan(30 * RAD), 6);
  });

  it('are cut where the picture becomes too coarse', () => {
    const walls = wallsOf([box(-200, 30, 200, 60)]);
    const view = viewOf({ ...pose(90), rangeM: 100 }, walls)!;
    expect(facingWalls(view, walls, 34).wallM).toBeCloseTo(2 * Math.sqrt(34 ** 2 - 30 ** 2), 6);
    expect(facingWalls(view, walls, 29)).toMatchObject({ buildings: 0, wallM: 0 });
  });

  it('are not what the picture itself ends at', () => {
    const view = viewOf({ ...pose(60), rangeM: 100, heightM: 5, tiltDeg: 40, vfovDeg: 40 }, new Walls())!;
    expect(view.mx.some((x) => x !== 0)).toBe(true);
    expect(facingWalls(view, new Walls())).toMatchObject({ buildings: 0, wallM: 0 });
  });

  it('end where the view ends: their ends lie in it', () => {
    fc.assert(
      fc.property(aCamera, aTown, (proposed, town) => {
        const walls = wallsOf(town);
        const { view, walls: facing } = whatIf(proposed, among(indexOf([], town)));
        if (view === null) return;
        const { lines, wallM } = facingWalls(view, walls);
        expect(wallM).toBe(facing.wallM);
        for (let i = 0; i < lines.length; i += 2)
          expect(Math.hypot(lines[i]! - view.east, lines[i + 1]! - view.north)).toBeLessThan(
            view.rimM + 1e-6,
          );
        for (let i = 0; i < lines.length; i += 4) {
          const [x, y] = [(lines[i]! + lines[i + 2]!) / 2, (lines[i + 1]! + lines[i + 3]!) / 2];
          if (view.nearX.length === 0) expect(covers(view, x, y)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  function pose(hfovDeg: number): Pose {
    return {
      ...{ east: 0, north: 0, azimuthDeg: 0, hfovDeg, rangeM: 100 },
      ...{ heightM: NaN, tiltDeg: NaN, vfovDeg: NaN },
    };
  }
});

describe('the street', () => {
  it('is seen as far as the view goes, with the pixels of its nearest and its farthest place', () => {
    const road = { name: '하슬라로', points: Float64Array.of(0, -50, 0, 150) };
    const { street } = whatIf(
      { ...camera, megapixels: 2.0736 },
      among(indexOf([], [box(-9, 70, 9, 80)]), {
        roads: [road, { name: null, points: Float64Array.of(-90, -5, 90, -5) }],
      }),
    );
    expect(street.seenM).toBeGreaterThan(67);
    expect(street.seenM).toBeLessThan(72);
    expect(street.names).toEqual(['하슬라로']);
    expect(street.farthestM).toBeGreaterThan(68);
    expect(street.worstPixels).toBeCloseTo(1920 / (2 * street.farthestM * Math.tan(30 * RAD)), 6);
    expect(street.bestPixels).toBeGreaterThan(street.worstPixels!);
  });

  it('is told without pixels where they are not known, and as unseen where none is there', () => {
    const road = { name: null, points: Float64Array.of(-50, 20, 50, 20) };
    const around = among(indexOf([], []), { roads: [road] });
    expect(whatIf({ ...camera, megapixels: NaN }, around).street).toMatchObject({
      bestPixels: null,
      worstPixels: null,
    });
    expect(whatIf({ ...camera, azimuthDeg: 180 }, around).street).toMatchObject({ seenM: 0, names: [] });
  });
});

describe('what the cameras around see', () => {
  it('is counted as a fresh count would, wherever one asks and whatever changed', () => {
    const change = fc.tuple(fc.constantFrom('move', 'remove', 'build', 'ask'), fc.nat(), aCamera, aHouse);
    fc.assert(
      fc.property(aFleet, aTown, fc.array(change, { maxLength: 10 }), (fleet, town, changes) => {
        const index = indexOf(fleet, town);
        const near = new NearCoverage(index, 'home', 'day');
        near.around(0, 0, 50);
        for (const [what, at, moved, make] of changes) {
          const cameraId = 2 + (at % Math.max(fleet.length, 1));
          if (what === 'move') index.setCamera({ ...moved, cameraId });
          else if (what === 'remove') index.removeCamera(cameraId);
          else if (what === 'build') index.setBuilding(make(1 + (at % 20)));
          const [east, north] = [moved.east, moved.north];
          const { sure, possible } = near.around(east, north, 40);
          const fresh = new CityCoverage(sure.cellM);
          for (const each of index.cameras())
            fresh.setCamera(each.cameraId, {
              sure: index.sureView(each.cameraId, 'home'),
              possible: index.possibleView(each.cameraId, 'home'),
            });
          for (let x = -38; x <= 38; x += 4)
            for (let y = -38; y <= 38; y += 4) {
              expect(sure.countAt(east + x, north + y)).toBe(fresh.sure.countAt(east + x, north + y));
              expect(possible.countAt(east + x, north + y)).toBe(fresh.possible.countAt(east + x, north + y));
            }
        }
      }),
      { numRuns: 40 },
    );
  });
});
