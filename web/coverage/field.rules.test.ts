import { expect, it } from 'vitest';
import { planeOf } from '../../server/coverage/plane.rules.ts';
import { areaOf, viewOf, type Pose } from '../../server/coverage/view.rules.ts';
import { buildingOf, Walls } from '../../server/coverage/walls.rules.ts';
import { fieldOf, MOST_POINTS } from './field.rules.ts';

const [east, north] = planeOf([128.6, 37.75]);
const pose: Pose = {
  ...{ east, north, azimuthDeg: 0, hfovDeg: 60, rangeM: 50 },
  ...{ heightM: NaN, tiltDeg: NaN, vfovDeg: NaN },
};
const areaOfFan = (rim: Float32Array, closed: boolean): number => {
  let double = 0;
  const points = rim.length / 2;
  for (let i = 0; i < (closed ? points : points - 1); i++) {
    const next = (i + 1) % points;
    double += Math.abs(rim[2 * i]! * rim[2 * next + 1]! - rim[2 * next]! * rim[2 * i + 1]!);
  }
  return double / 2;
};

it('is drawn where the camera stands, towards true north and not the plane’s', () => {
  const { apex, rim } = fieldOf(viewOf({ ...pose, azimuthDeg: 0.2449 }, new Walls())!);
  expect(apex[0]).toBeCloseTo(128.6, 8);
  expect(apex[1]).toBeCloseTo(37.75, 8);
  const middle = [rim[0]! + rim[rim.length - 2]!, rim[1]! + rim[rim.length - 1]!];
  // The plane's bearing of true north there is a quarter of a degree.
  expect(Math.abs(Math.atan2(middle[0]!, middle[1]!))).toBeLessThan(1e-4);
});

it('has the area that is seen, with a wall before it and all around', () => {
  const walls = new Walls();
  const at = (x: number, y: number) => [east + x, north + y] as const;
  walls.add(buildingOf(1, [[[at(-8, 15), at(6, 15), at(6, 25), at(-8, 25)]]])!);
  for (const hfovDeg of [60, 360]) {
    const view = viewOf({ ...pose, hfovDeg }, walls)!;
    const { rim, closed } = fieldOf(view);
    expect(closed).toBe(hfovDeg === 360);
    expect(areaOfFan(rim, closed) / areaOf(view)).toBeCloseTo(1, 2);
  }
});

it('has no more points than the map can draw, whatever stands around', () => {
  const walls = new Walls();
  for (let i = 0; i < 400; i++) {
    const [sin, cos] = [Math.sin(i), Math.cos(i)];
    const [x, y] = [east + sin * (20 + (i % 25)), north + cos * (20 + (i % 25))];
    walls.add(
      buildingOf(i + 1, [
        [
          [
            [x, y],
            [x + 0.4, y],
            [x + 0.4, y + 0.4],
            [x, y + 0.4],
          ],
        ],
      ])!,
    );
  }
  const view = viewOf({ ...pose, hfovDeg: 360 }, walls)!;
  const { rim, closed } = fieldOf(view);
  expect(view.mx.length).toBeGreaterThan(MOST_POINTS);
  expect(rim.length / 2).toBeLessThanOrEqual(MOST_POINTS);
  expect(areaOfFan(rim, closed) / areaOf(view)).toBeGreaterThan(0.8);
  expect(areaOfFan(rim, closed) / areaOf(view)).toBeLessThan(1.1);
});

it('begins where the picture meets the ground, not at the foot', () => {
  const view = viewOf({ ...pose, heightM: 4, tiltDeg: 20, vfovDeg: 50.6 }, new Walls())!;
  const { rim, inner } = fieldOf(view);
  expect(inner).toHaveLength(rim.length);
  const middle = rim.length / 4 - 0.5;
  const near = [...inner!].filter((_, i) => i % 2 === 1);
  expect(near[Math.round(middle)]).toBeCloseTo(4 / Math.tan((45.3 * Math.PI) / 180), 1);
});
