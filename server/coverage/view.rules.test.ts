import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, covers, ringsOf, viewOf, type Pose, type View } from './view.rules.ts';
import { buildingOf, isInside, Walls, type Building } from './walls.rules.ts';

const RAD = Math.PI / 180;
const bare: Pose = {
  ...{ east: 0, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 50 },
  ...{ heightM: NaN, tiltDeg: NaN, vfovDeg: NaN },
};
const allAround = { ...bare, hfovDeg: 360, azimuthDeg: NaN };
const rect = (id: number, west: number, south: number, east: number, north: number): Building =>
  buildingOf(id, [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ])!;
const wallsOf = (...buildings: Building[]): Walls => {
  const walls = new Walls();
  for (const building of buildings) walls.add(building);
  return walls;
};
const seen = (pose: Pose, ...buildings: Building[]): View => viewOf(pose, wallsOf(...buildings))!;

const ringArea = (ring: readonly (readonly [number, number])[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + (x * nextY - y * nextX) / 2;
  }, 0);

/** A line of sight, tested against every edge alone. */
function rayReaches(pose: Pose, buildings: readonly Building[], x: number, y: number): boolean {
  return buildings.every(({ edges }) => {
    for (let i = 0; i < edges.length; i += 4) {
      const [ax, ay, bx, by] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
      const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number =>
        (qx - px) * (ry - py) - (qy - py) * (rx - px);
      const crosses =
        side(pose.east, pose.north, x, y, ax, ay) > 0 !== side(pose.east, pose.north, x, y, bx, by) > 0 &&
        side(ax, ay, bx, by, pose.east, pose.north) > 0 !== side(ax, ay, bx, by, x, y) > 0;
      if (crosses) return false;
    }
    return true;
  });
}

describe('a free view', () => {
  it('is the sector of its angle and range', () => {
    for (const [hfovDeg, rangeM] of [
      [60, 50],
      [1, 200],
      [179, 30],
      [300, 80],
    ] as const)
      expect(areaOf(seen({ ...bare, hfovDeg, rangeM }))).toBeCloseTo((hfovDeg * RAD * rangeM ** 2) / 2, 6);
    expect(areaOf(seen(allAround))).toBeCloseTo(Math.PI * 2500, 6);
  });

  it('looks to its azimuth, clockwise from north, across north too', () => {
    const view = seen({ ...bare, azimuthDeg: 350 });
    expect(covers(view, -5, 40)).toBe(true);
    expect(covers(view, 10, 40)).toBe(true);
    expect(covers(view, 30, 30)).toBe(false);
    expect(covers(seen({ ...bare, azimuthDeg: 90 }), 40, 0)).toBe(true);
  });

  it('of unknown bearing, lens or range is no view', () => {
    for (const unknown of [{ azimuthDeg: NaN }, { hfovDeg: NaN }, { rangeM: NaN }])
      expect(viewOf({ ...bare, ...unknown }, wallsOf())).toBeNull();
  });
});

describe('analytic scenes', () => {
  it('one wall across the axis leaves the triangle before it and the sector beside it', () => {
    // From 20 m on, 10 m to each side: the wall covers the angles whose tangent is at most 1/2, all within 60 degrees.
    const view = seen(bare, rect(1, -10, 20, 10, 21));
    const half = Math.atan(0.5);
    const free = ((Math.PI / 3 - 2 * half) * 2500) / 2;
    expect(areaOf(view)).toBeCloseTo(20 * 10 + free, 6);
    expect(covers(view, 0, 19.9)).toBe(true);
    expect(covers(view, 0, 22)).toBe(false);
  });

  it('two buildings leave the gap between them', () => {
    const view = seen({ ...bare, hfovDeg: 90 }, rect(1, -60, 20, -2, 30), rect(2, 2, 20, 60, 30));
    // Before the fronts two triangles, along the sides of the gap two more, and the sector between the far corners.
    const far = Math.atan(2 / 30) * 2500;
    expect(areaOf(view)).toBeCloseTo(20 * 18 + 2 * 10 + far, 6);
    expect(covers(view, 0, 49)).toBe(true);
    expect(covers(view, 4, 31)).toBe(false);
  });

  it('in a street canyon only the street is seen', () => {
    const view = seen(
      { ...bare, hfovDeg: 120, rangeM: 100 },
      rect(1, -40, -50, -6, 150),
      rect(2, 6, -50, 40, 150),
    );
    const limit = Math.sqrt(100 ** 2 - 36);
    const street = 2 * ((6 * limit) / 2) + (2 * Math.asin(6 / 100) * 100 ** 2) / 2;
    const unseen = 2 * ((6 * 6 * Math.tan(30 * RAD)) / 2);
    expect(areaOf(view)).toBeCloseTo(street - unseen, 6);
  });

  it('in a yard nothing outside is seen', () => {
    const yard = buildingOf(1, [
      [
        [
          [-30, -30],
          [30, -30],
          [30, 30],
          [-30, 30],
        ],
        [
          [-12, -8],
          [12, -8],
          [12, 8],
          [-12, 8],
        ],
      ],
    ])!;
    const view = seen(allAround, yard);
    expect(areaOf(view)).toBeCloseTo(24 * 16, 6);
    expect(covers(view, 11.9, 7.9)).toBe(true);
    expect(covers(view, 0, 40)).toBe(false);
  });

  it('on a wall it looks away from it, and deep in a building it sees nothing for sure', () => {
    const house = rect(1, -10, -20, 10, 1);
    const view = seen({ ...bare, hfovDeg: 170 }, house);
    expect(covers(view, 0, 40)).toBe(true);
    expect(areaOf(view)).toBeGreaterThan(0.99 * ((170 * RAD * 2500) / 2));
    expect(viewOf({ ...bare, north: -8 }, wallsOf(house))).toBeNull();
  });

  it('buildings that overlap each other hide what either hides', () => {
    const view = seen(bare, rect(1, -10, 20, 4, 26), rect(2, -2, 18, 10, 24));
    expect(covers(view, -5, 19.9)).toBe(true);
    expect(covers(view, 1, 18.1)).toBe(false);
    expect(areaOf(view)).toBeGreaterThan(0);
  });
});

describe('a tilted picture', () => {
  const tilted = { ...bare, heightM: 4, hfovDeg: 60, vfovDeg: 50.6 };

  it('begins and ends where its lower and upper side meet the ground', () => {
    const view = seen({ ...tilted, tiltDeg: 35 });
    expect(covers(view, 0, 2.27)).toBe(false);
    expect(covers(view, 0, 2.29)).toBe(true);
    expect(covers(view, 0, 23.3)).toBe(true);
    expect(covers(view, 0, 23.5)).toBe(false);
    const far = seen({ ...tilted, tiltDeg: 20 });
    expect(covers(far, 0, 3.95)).toBe(false);
    expect(covers(far, 0, 3.97)).toBe(true);
    expect(covers(far, 0, 49.9)).toBe(true);
  });

  it('is the trapezoid of its four corners', () => {
    const view = seen({ ...tilted, tiltDeg: 35 });
    const [near, far] = [4 / Math.tan(60.3 * RAD), 4 / Math.tan(9.7 * RAD)];
    const side = Math.tan(30 * RAD);
    const width = (along: number): number => side * Math.cos(35 * RAD) * (along + 4 * Math.tan(35 * RAD));
    expect(areaOf(view)).toBeCloseTo((far - near) * (width(far) + width(near)), 4);
  });

  it('that looks straight down sees the rectangle around its foot', () => {
    const view = seen({ ...tilted, tiltDeg: 90 });
    expect(areaOf(view)).toBeCloseTo(2 * 4 * Math.tan(30 * RAD) * 2 * 4 * Math.tan(25.3 * RAD), 6);
    expect(covers(view, 0, 0)).toBe(true);
  });

  it('above the horizon shows no ground', () => {
    expect(viewOf({ ...tilted, tiltDeg: -40 }, wallsOf())).toBeNull();
  });

  it('still loses what a wall before its near side hides', () => {
    const view = seen({ ...tilted, tiltDeg: 20 }, rect(1, -1, 1, 1, 1.5));
    expect(covers(view, 0, 20)).toBe(false);
    expect(covers(view, 12, 20)).toBe(false);
    expect(areaOf(view)).toBeLessThan(areaOf(seen({ ...tilted, tiltDeg: 20 })));
  });
});

/** Even, where the generator's own numbers crowd at their ends. */
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);

const aBuilding = fc
  .record({
    ...{ x: within(-45, 45), y: within(-45, 45) },
    ...{ w: within(2, 20), h: within(2, 20), turn: within(0, 90) },
  })
  .map(({ x, y, w, h, turn }) => {
    const [sin, cos] = [Math.sin(turn * RAD), Math.cos(turn * RAD)];
    return [
      [-w / 2, -h / 2],
      [w / 2, -h / 2],
      [w / 2, h / 2],
      [-w / 2, h / 2],
    ].map(([dx, dy]) => [x + dx! * cos - dy! * sin, y + dx! * sin + dy! * cos] as const);
  });
const aCity = fc
  .array(aBuilding, { maxLength: 25 })
  .map((rings) => rings.map((ring, at) => buildingOf(at + 1, [[ring]])!))
  .map((buildings) => buildings.filter((each) => !isInside(each, 0, 0)));
const aPose = fc.record({
  ...{ east: fc.constant(0), north: fc.constant(0) },
  ...{ azimuthDeg: within(0, 359.9), hfovDeg: fc.oneof(within(5, 170), fc.constant(360)) },
  ...{ rangeM: within(20, 80), heightM: within(3, 15) },
  ...{ tiltDeg: fc.oneof(fc.constant(NaN), within(0, 90)), vfovDeg: within(10, 90) },
});

describe('a view of any city', () => {
  it('holds exactly the points that a ray reaches', () => {
    fc.assert(
      fc.property(
        aCity,
        aPose,
        fc.array(fc.tuple(within(-0.5, 0.5), within(0, 1)), { minLength: 60, maxLength: 60 }),
        (city, pose, points) => {
          const view = viewOf(pose, wallsOf(...city));
          const free = viewOf(pose, wallsOf());
          if (view === null || free === null) return;
          for (const [turn, out] of points) {
            const bearing = (pose.azimuthDeg + turn * pose.hfovDeg) * RAD;
            const x = Math.sin(bearing) * out * pose.rangeM;
            const y = Math.cos(bearing) * out * pose.rangeM;
            if (city.some((each) => isInside(each, x, y))) continue;
            const expected = covers(free, x, y) && rayReaches(pose, city, x, y);
            if (covers(view, x, y) === expected) continue;
            // Within a hair of a border either answer is right.
            const around = [
              [1e-5, 0],
              [-1e-5, 0],
              [0, 1e-5],
              [0, -1e-5],
            ].map(([dx, dy]) => covers(free, x + dx!, y + dy!) && rayReaches(pose, city, x + dx!, y + dy!));
            expect(around, `at ${x}, ${y}`).toContain(!expected);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is part of the free view, and a building more never makes it larger', () => {
    fc.assert(
      fc.property(aCity, aPose, (city, pose) => {
        let last = viewOf(pose, wallsOf());
        city.forEach((_, i) => {
          const view = viewOf(pose, wallsOf(...city.slice(0, i + 1)));
          expect(view === null).toBe(last === null);
          if (view === null || last === null) return;
          expect(areaOf(view)).toBeLessThanOrEqual(areaOf(last) * (1 + 1e-9) + 1e-9);
          last = view;
        });
      }),
    );
  });

  it('is the same whatever the order of its buildings, and after one was added and taken away', () => {
    fc.assert(
      fc.property(aCity, aPose, aBuilding, (city, pose, ring) => {
        const walls = wallsOf(...city);
        const view = viewOf(pose, walls);
        const turned = viewOf(pose, wallsOf(...city.toReversed()));
        walls.add(buildingOf(999, [[ring]])!);
        walls.remove(999);
        expect(viewOf(pose, walls)).toEqual(view);
        if (view !== null && turned !== null) expect(areaOf(turned)).toBeCloseTo(areaOf(view), 6);
      }),
    );
  });

  it('is drawn as rings of its own area, each seen from the camera as a star', () => {
    fc.assert(
      fc.property(aCity, aPose, (city, pose) => {
        const view = viewOf(pose, wallsOf(...city));
        if (view === null) return;
        const rings = ringsOf(view, 0.0005);
        const drawn = rings.reduce((sum, ring) => sum + ringArea(ring), 0);
        expect(Math.abs(drawn - areaOf(view))).toBeLessThan(0.001 * areaOf(view) + 0.01);
        for (const ring of rings) expect(ring[0]).toEqual(ring.at(-1));
      }),
    );
  });
});
