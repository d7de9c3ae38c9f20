import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeightGrid, NO_HEIGHT } from './terrain.rules.ts';
import { areaOf, covers, ringsOf, viewOf, type Pose, type View } from './view.rules.ts';
import { buildingOf, Walls } from './walls.rules.ts';

const RAD = Math.PI / 180;
const bare: Pose = {
  ...{ east: 0, north: 0, azimuthDeg: 0, hfovDeg: 60, rangeM: 50 },
  ...{ heightM: 4, tiltDeg: NaN, vfovDeg: NaN },
};
const allAround = { ...bare, hfovDeg: 360, azimuthDeg: NaN };
const none = new Walls();
const always = (): boolean => true;

/** A square of ground around the origin; metres above the sea by metres east and north. */
function groundOf(stepM: number, halfM: number, height: (east: number, north: number) => number): HeightGrid {
  const side = 2 * Math.ceil(halfM / stepM) + 1;
  const west = (-stepM * (side - 1)) / 2;
  const heights = Int16Array.from({ length: side * side }, (_, i) => {
    const metres = height(west + (i % side) * stepM, west + Math.floor(i / side) * stepM);
    return Number.isNaN(metres) ? NO_HEIGHT : Math.round(metres * 10);
  });
  return new HeightGrid({ west, south: west, stepM, columns: side, rows: side }, heights);
}
const surely = (pose: Pose, heights: HeightGrid, walls = none): View | null =>
  viewOf(pose, walls, undefined, heights);
const possibly = (pose: Pose, heights: HeightGrid, walls = none): View | null =>
  viewOf(pose, walls, always, heights);

describe('a height grid', () => {
  const grid = new HeightGrid(
    { west: 100, south: 200, stepM: 10, columns: 3, rows: 2 },
    Int16Array.from([0, 10, NO_HEIGHT, 20, 50, 0]),
  );

  it('is bilinear between its nodes and unknown beside an unknown one and outside', () => {
    expect(grid.heightAt(100, 200)).toBe(0);
    expect(grid.heightAt(105, 210)).toBe(3.5);
    expect(grid.heightAt(105, 205)).toBeCloseTo(2, 9);
    for (const [east, north] of [
      [115, 205],
      [99, 205],
      [105, 211],
    ] as const)
      expect(grid.heightAt(east, north)).toBeNaN();
  });

  it('is rough where two known heights differ, and nowhere where the foot has none', () => {
    expect(grid.isRough(105, 205, 1)).toBe(true);
    expect(grid.isRough(115, 205, 50)).toBe(false);
    expect(groundOf(5, 60, () => 12).isRough(0, 0, 50)).toBe(false);
  });
});

describe('where no slope is known', () => {
  it('level ground, ground without heights and ground under the camera alone unknown are as without a grid', () => {
    for (const heights of [
      groundOf(5, 60, () => 12),
      groundOf(5, 60, () => NaN),
      groundOf(5, 60, (east, north) => (Math.hypot(east, north) < 8 ? NaN : east)),
    ])
      for (const pose of [bare, allAround, { ...bare, tiltDeg: 35, vfovDeg: 50 }])
        expect(surely(pose, heights)).toEqual(viewOf(pose, none));
  });

  it('ground that ends goes on level', () => {
    const heights = groundOf(5, 30, (east) => (east < -20 ? 3 : 0));
    expect(areaOf(surely({ ...bare, azimuthDeg: 90, rangeM: 80 }, heights)!)).toBeCloseTo(
      (80 ** 2 * 60 * RAD) / 2,
      3,
    );
  });
});

describe('on a plane slope', () => {
  it.each([-0.2, -0.05, 0.05, 0.2])('of %s every direction is seen to the rim', (slope) => {
    const heights = groundOf(5, 60, (_, north) => slope * north);
    expect(areaOf(surely(allAround, heights)!)).toBeCloseTo(Math.PI * 2500, 3);
  });

  it.each([
    [-0.1, 30],
    [0, 30],
    [0.1, 30],
    [0.2, 12],
    [-0.2, 45],
  ])('of %s a picture tilted by %s degrees cuts out its trapezoid', (slope, tiltDeg) => {
    const pose = { ...bare, hfovDeg: 60, vfovDeg: 20, tiltDeg, rangeM: 200 };
    // One node far away keeps the level ground from being taken for no slope at all.
    const heights = groundOf(5, 220, (east, north) => 100 + slope * north + (east > 210 ? 0.1 : 0));
    const out = (deg: number): number => pose.heightM / (slope + Math.tan(deg * RAD));
    const [near, far] = [out(tiltDeg + 10), out(tiltDeg - 10)];
    const [sin, cos] = [Math.sin(tiltDeg * RAD), Math.cos(tiltDeg * RAD)];
    const half = (along: number): number =>
      Math.tan(30 * RAD) * (along * (cos - slope * sin) + pose.heightM * sin);
    const area = (far - near) * (half(near) + half(far));
    for (const view of [surely(pose, heights)!, possibly(pose, heights)!]) {
      expect(Math.abs(areaOf(view) - area) / area).toBeLessThan(0.01);
      expect(covers(view, 0, near * 0.98)).toBe(false);
      expect(covers(view, 0, near * 1.02)).toBe(true);
      expect(covers(view, 0, far * 0.98)).toBe(true);
      expect(covers(view, 0, far * 1.02)).toBe(false);
    }
  });

  it('that falls away faster than the picture looks down no ground is in it', () => {
    const heights = groundOf(5, 60, (_, north) => -0.8 * north);
    expect(surely({ ...bare, tiltDeg: 10, vfovDeg: 20 }, heights)).toBeNull();
  });

  it('that rises before it a level picture sees the hill', () => {
    const heights = groundOf(5, 60, (_, north) => Math.max(0, north - 10) * 0.5);
    const upwards = { ...bare, tiltDeg: -15, vfovDeg: 20 };
    expect(viewOf(upwards, none)).toBeNull();
    expect(covers(surely(upwards, heights)!, 0, 35)).toBe(true);
  });
});

describe('hills and valleys', () => {
  const ridge = groundOf(5, 160, (_, north) => {
    if (north > 110) return (north - 110) * 0.3;
    return Math.max(0, 6 - Math.abs(north - 40) * 0.6);
  });

  it('a ridge hides the valley behind it, and the far slope is possible and not sure', () => {
    const pose = { ...bare, rangeM: 150 };
    const [sure, possible] = [surely(pose, ridge)!, possibly(pose, ridge)!];
    expect(covers(sure, 0, 38)).toBe(true);
    expect(covers(sure, 0, 46)).toBe(false);
    expect(covers(sure, 0, 145)).toBe(false);
    expect(covers(possible, 0, 145)).toBe(true);
    expect(covers(possible, 0, 149)).toBe(true);
  });

  it('from a hill the valley is seen', () => {
    const heights = groundOf(5, 120, (east, north) => Math.max(0, 20 - Math.hypot(east, north) * 0.25));
    expect(areaOf(surely({ ...allAround, rangeM: 100 }, heights)!)).toBeGreaterThan(
      0.99 * Math.PI * 100 ** 2,
    );
  });

  it('over the edge of a terrace only the ground beyond its shadow is possible', () => {
    const heights = groundOf(2, 120, (_, north) => (north <= 10 ? 10 : 0));
    const [sure, possible] = [
      surely({ ...bare, rangeM: 100 }, heights)!,
      possibly({ ...bare, rangeM: 100 }, heights)!,
    ];
    // From 4 m above the terrace over its edge 10 m away the lower ground comes into sight at 35 m.
    expect(covers(sure, 0, 9)).toBe(true);
    expect(covers(sure, 0, 16)).toBe(false);
    expect(covers(possible, 0, 60)).toBe(true);
    expect(covers(sure, 0, 60)).toBe(false);
  });

  it('a low house downhill hides nothing for possible, one that stands above the eye hides what lies behind', () => {
    const heights = groundOf(5, 120, (_, north) => -0.1 * north);
    const house = (heightM: number): Walls => {
      const walls = new Walls();
      const ring = [
        [-5, 30],
        [5, 30],
        [5, 40],
        [-5, 40],
      ] as const;
      walls.add(buildingOf(1, [[ring]], heightM)!);
      return walls;
    };
    const behind = (heightM: number): boolean =>
      covers(possibly({ ...bare, rangeM: 100 }, heights, house(heightM))!, 0, 60);
    expect(behind(6)).toBe(true);
    expect(behind(9)).toBe(false);
    expect(behind(NaN)).toBe(false);
    expect(covers(surely({ ...bare, rangeM: 100 }, heights, house(6))!, 0, 60)).toBe(false);
  });
});

const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
const STEP_M = 5;
const aGround = fc
  .array(fc.record({ x: within(-80, 80), y: within(-80, 80), high: within(-12, 12), wide: within(12, 50) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((bumps) =>
    groundOf(STEP_M, 90, (east, north) =>
      bumps.reduce(
        (sum, { x, y, high, wide }) =>
          sum + high * Math.exp(-((east - x) ** 2 + (north - y) ** 2) / wide ** 2),
        0,
      ),
    ),
  );
const aPose = fc.record({
  ...{ east: fc.constant(0), north: fc.constant(0) },
  ...{ azimuthDeg: within(0, 359.9), hfovDeg: fc.oneof(within(10, 120), fc.constant(360)) },
  ...{ rangeM: within(20, 80), heightM: within(3, 12) },
  ...{ tiltDeg: fc.oneof(fc.constant(NaN), within(0, 60)), vfovDeg: within(10, 70) },
});

/** A line of sight in small steps over the ground, and the four sides of the picture. */
function isSeen(pose: Pose, heights: HeightGrid, x: number, y: number): boolean {
  const distance = Math.hypot(x, y);
  if (distance > pose.rangeM) return false;
  const eye = heights.heightAt(0, 0) + pose.heightM;
  const rise = (heights.heightAt(x, y) - eye) / distance;
  if (pose.hfovDeg < 180) {
    const off = Math.atan2(x, y) - pose.azimuthDeg * RAD;
    if (Number.isNaN(pose.tiltDeg)) {
      if (Math.cos(off) < Math.cos((pose.hfovDeg * RAD) / 2)) return false;
    } else {
      const [sin, cos] = [Math.sin(pose.tiltDeg * RAD), Math.cos(pose.tiltDeg * RAD)];
      const depth = cos * Math.cos(off) - sin * rise;
      const up = sin * Math.cos(off) + cos * rise;
      if (depth <= 0 || Math.abs(Math.sin(off)) > Math.tan((pose.hfovDeg * RAD) / 2) * depth) return false;
      if (Math.abs(up) > Math.tan((pose.vfovDeg * RAD) / 2) * depth) return false;
    }
  }
  for (let out = 0.25; out < distance; out += 0.25) {
    const ground = heights.heightAt((x * out) / distance, (y * out) / distance);
    if ((ground - eye) / out > rise) return false;
  }
  return true;
}
const AROUND = [0.01, 0.05, 0.2, 0.6, 1].flatMap((part) =>
  Array.from({ length: 8 }, (_, i) => {
    const turn = i * 45 * RAD;
    return [Math.sin(turn) * part * STEP_M, Math.cos(turn) * part * STEP_M] as const;
  }),
);
/** Whether something holds at a point or somewhere within a step of the grid. */
const near = (x: number, y: number, holds: (x: number, y: number) => boolean): boolean =>
  holds(x, y) || AROUND.some(([dx, dy]) => holds(x + dx, y + dy));

const somePoints = fc.array(fc.tuple(within(-0.5, 0.5), within(0.02, 1)), { minLength: 60, maxLength: 60 });

describe('on any ground', () => {
  it('what is surely seen a ray reaches, and what a ray reaches is possibly seen, within a step of the grid', () => {
    fc.assert(
      fc.property(aGround, aPose, somePoints, (heights, pose, points) => {
        const [sure, possible] = [surely(pose, heights), possibly(pose, heights)];
        for (const [turn, out] of points) {
          const bearing = (pose.azimuthDeg + turn * pose.hfovDeg) * RAD;
          const [x, y] = [Math.sin(bearing) * out * pose.rangeM, Math.cos(bearing) * out * pose.rangeM];
          if (sure !== null && covers(sure, x, y))
            expect(
              near(x, y, (e, n) => isSeen(pose, heights, e, n)),
              `sure at ${x}, ${y}`,
            ).toBe(true);
          if (isSeen(pose, heights, x, y))
            expect(
              near(x, y, (e, n) => possible !== null && covers(possible, e, n)),
              `seen at ${x}, ${y} ${JSON.stringify(pose)}`,
            ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what is surely seen is possibly seen, and both are drawn as rings of their own area', () => {
    fc.assert(
      fc.property(aGround, aPose, somePoints, (heights, pose, points) => {
        const [sure, possible] = [surely(pose, heights), possibly(pose, heights)];
        for (const view of [sure, possible]) {
          if (view === null) continue;
          const drawn = ringsOf(view, 0.0005).reduce(
            (sum, ring) =>
              sum +
              ring.reduce((part, [x, y], i) => {
                const [nextX, nextY] = ring[(i + 1) % ring.length]!;
                return part + (x * nextY - y * nextX) / 2;
              }, 0),
            0,
          );
          expect(Math.abs(drawn - areaOf(view))).toBeLessThan(0.001 * areaOf(view) + 0.01);
        }
        if (sure === null) return;
        expect(areaOf(sure)).toBeLessThanOrEqual(areaOf(possible!) * (1 + 1e-9));
        for (const [turn, out] of points) {
          const bearing = (pose.azimuthDeg + turn * pose.hfovDeg) * RAD;
          const [x, y] = [Math.sin(bearing) * out * pose.rangeM, Math.cos(bearing) * out * pose.rangeM];
          if (covers(sure, x, y)) expect(covers(possible!, x, y)).toBe(true);
        }
      }),
    );
  });

  it('that is level but for a corner out of reach the view is all but the level one', () => {
    const heights = groundOf(STEP_M, 90, (east, north) => (east > 55 && north > 55 ? 0.1 : 0));
    fc.assert(
      fc.property(aPose, (made) => {
        const pose = { ...made, rangeM: 58 };
        expect(heights.isRough(0, 0, pose.rangeM)).toBe(true);
        const [level, view] = [viewOf(pose, none), surely(pose, heights)];
        const [expected, area] = [level, view].map((each) => (each === null ? 0 : areaOf(each)));
        expect(Math.abs(area! - expected!)).toBeLessThan(0.01 * expected! + 1);
      }),
    );
  });
});
