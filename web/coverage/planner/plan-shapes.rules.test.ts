import { describe, expect, it } from 'vitest';
import { CityCoverage } from '../../../server/coverage/city-coverage.rules.ts';
import { planeOf } from '../../../server/coverage/plane.rules.ts';
import type { SightCamera } from '../../../server/coverage/sight.rules.ts';
import { nearerThan } from '../../../server/coverage/siting/nearer.rules.ts';
import { viewOf, type Pose, type View } from '../../../server/coverage/view.rules.ts';
import { buildingOf, Walls } from '../../../server/coverage/walls.rules.ts';
import { arcsOf, filledRings, nominalDashes, overlapMesh } from './plan-shapes.rules.ts';

const [EAST, NORTH] = planeOf([128.8966, 37.7537]);
const pose = (more: Partial<Pose> = {}): Pose => ({
  ...{ east: EAST, north: NORTH, azimuthDeg: 0, hfovDeg: 60, rangeM: 100 },
  ...{ heightM: NaN, tiltDeg: NaN, vfovDeg: NaN, ...more },
});
const seen = (more: Partial<Pose> = {}, walls = new Walls()): View => viewOf(pose(more), walls)!;
const counted = (...views: readonly View[]): CityCoverage => {
  const coverage = new CityCoverage(2);
  views.forEach((view, i) => coverage.setCamera(i + 1, { sure: view, possible: view }));
  return coverage;
};
const awayM = ([lon, lat]: readonly [number, number]): number => {
  const [east, north] = planeOf([lon, lat]);
  return Math.hypot(east - EAST, north - NORTH);
};

describe('arcs', () => {
  it('run where a band ends in the open, not along a wall', () => {
    const walls = new Walls();
    const at = (x: number, y: number) => [EAST + x, NORTH + y] as const;
    walls.add(buildingOf(1, [[[at(0, 20), at(80, 20), at(80, 30), at(0, 30)]]])!);
    const band = nearerThan(seen({}, walls), 50)!;
    const arcs = arcsOf(band);
    expect(arcs).toHaveLength(1);
    for (const place of arcs[0]!) {
      expect(awayM(place)).toBeCloseTo(50, 2);
      expect(planeOf(place)[0]).toBeLessThan(EAST + 0.01);
    }
  });
});

describe('the bare sector', () => {
  const camera: SightCamera = {
    ...{ cameraId: 0, kind: 'fixed', ...pose(), megapixels: 8, nightRangeM: NaN, turned: null, barred: [] },
  };

  it('is dashed all along its sides and its rim, with as many dashes as its length has room for', () => {
    const dashes = nominalDashes(camera, 3);
    const lengthM = 200 + (100 * Math.PI) / 3;
    expect(dashes.length).toBeGreaterThan(Math.floor(lengthM / 5.7) - 1);
    expect(dashes.length).toBeLessThan(Math.ceil(lengthM / 5.7) + 2);
    expect(Math.max(...dashes.flat().map(awayM))).toBeLessThan(100.01);
  });

  it('of a fisheye is its rim alone', () => {
    const dashes = nominalDashes({ ...camera, kind: 'fisheye', azimuthDeg: NaN }, 3);
    expect(Math.min(...dashes.flat().map(awayM))).toBeGreaterThan(99.9);
  });
});

describe('the hatch', () => {
  it('lies where another camera sees, and its triangles end where the view ends', () => {
    const view = seen();
    const { image, places, uv, index } = overlapMesh(view, counted(seen({ rangeM: 40 })));
    expect(Math.max(...places.map(awayM))).toBeLessThan(100.01);
    expect(Math.max(...index)).toBe(places.length - 1);
    const hatched = (metres: number): boolean => {
      // The place straight ahead, by the coordinates in the picture of the foot and of the rim.
      const middle = Math.floor(places.length / 4) * 2 + 1;
      const part = metres / awayM(places[middle]!);
      const [u, v] = [0, 1].map((i) => uv[i]! + (uv[2 * middle + i]! - uv[i]!) * part);
      const at = Math.floor(v! * image.height) * image.width + Math.floor(u! * image.width);
      return image.data[4 * at] === 255;
    };
    expect([20, 35, 45, 80].map(hatched)).toEqual([true, true, false, false]);
  });
});

describe('dots that would be filled', () => {
  it('are rings where nobody looks yet, and nothing where somebody does', () => {
    const isRing = (lattice: ReturnType<typeof filledRings>): number =>
      lattice!.texels.filter((texel, i) => i % 4 === 2 && texel > 0).length;
    const alone = filledRings(seen(), null, counted(), 10);
    const beside = filledRings(seen(), null, counted(seen({ rangeM: 50 })), 10);
    const nothing = filledRings(seen(), null, counted(seen({ rangeM: 120, hfovDeg: 360 })), 10);
    expect(isRing(alone)).toBeGreaterThan(45);
    expect(isRing(beside)).toBeLessThan(isRing(alone));
    expect(isRing(nothing)).toBe(0);
  });
});
