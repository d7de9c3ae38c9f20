import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DENSITY_EDITIONS, densityEditionOn } from './density.law.ts';
import {
  fovDeg,
  levelOf,
  overGroundM,
  pixelsPerM,
  rangeAtM,
  rangeBands,
  vfovDeg,
  type Lens,
} from './lens.rules.ts';

const FOOT_M = 0.3048;
const flat = (across: number, hfovDeg: number): Lens => ({
  projection: 'rectilinear',
  hfovDeg,
  pixelsAcross: across,
});
const dori = DENSITY_EDITIONS[0]!;

describe('IEC 62676-4:2014', () => {
  it.each([
    [1920, 90, [38.4, 15.36, 7.68, 3.84]],
    [1920, 60, [66.51, 26.6, 13.3, 6.65]],
    [2560, 76, [65.53, 26.21, 13.11, 6.55]],
    [3840, 106, [57.87, 23.15, 11.57, 5.79]],
    [1920, fovDeg(5.37, 2.8), [40.04, 16.02, 8.01, 4]],
  ])('%i pixels over %f degrees', (across, hfovDeg, expected) => {
    const ranges = rangeBands(flat(across, hfovDeg), dori)
      .filter(({ level }) => ['detect', 'observe', 'recognise', 'identify'].includes(level))
      .map(({ rangeM }) => rangeM);
    ranges.forEach((range, i) => expect(range).toBeCloseTo(expected[i]!, 2));
  });

  it('names what a density is good for', () => {
    expect(levelOf(12.4, dori)).toBeNull();
    expect(levelOf(62.5, dori)?.level).toBe('observe');
    expect(levelOf(130, dori)?.level).toBe('recognise');
    expect(levelOf(99_999, dori)?.level).toBe('inspect');
    // 8 mm and 80 mm to a pixel.
    expect(levelOf(1000 / 8, dori)?.level).toBe('recognise');
    expect(levelOf(1000 / 80, dori)?.level).toBe('monitor');
  });
});

describe('IEC 62676-4:2025', () => {
  it('is in force since 9 October 2025 and says that its densities were not read in the text', () => {
    expect(densityEditionOn('2025-10-08').edition).toBe('IEC 62676-4:2014');
    const edition = densityEditionOn('2025-10-09');
    expect(edition.edition).toBe('IEC 62676-4:2025');
    expect(edition.levels.every(({ verified }) => !verified)).toBe(true);
    expect(rangeBands(flat(1920, 90), edition).find(({ level }) => level === 'validate')?.rangeM).toBeCloseTo(
      1.92,
      2,
    );
    expect(rangeBands(flat(1920, 60), edition).find(({ level }) => level === 'validate')?.rangeM).toBeCloseTo(
      3.33,
      2,
    );
  });
});

describe('published examples', () => {
  it('a ramp of 10 m at 125 pixels a metre needs 1,250 pixels; 1,920 pixels at 500 show 3.84 m', () => {
    expect(10 * 125).toBeLessThanOrEqual(1280);
    expect(pixelsPerM(flat(1250, 90), 5)).toBeCloseTo(125, 9);
    expect(2 * rangeAtM(flat(1920, 90), 500)).toBeCloseTo(3.84, 9);
  });

  it('1,920 pixels over ten feet are 192 a foot, and wider rows show more at that density', () => {
    const perFoot = 192 / FOOT_M;
    expect(perFoot).toBeCloseTo(629.9, 1);
    [2048, 2560, 3840, 5120].forEach((across, i) =>
      expect((2 * rangeAtM(flat(across, 90), perFoot)) / FOOT_M).toBeCloseTo([10.7, 13.3, 20, 26.7][i]!, 1),
    );
  });

  it('the arc form belongs to a fisheye and overstates a wide flat lens', () => {
    const arc: Lens = { projection: 'fisheye', hfovDeg: 76, pixelsAcross: 2560 };
    expect(rangeAtM(arc, 100 / FOOT_M) / FOOT_M).toBeCloseTo(19.3, 1);
    const wide = { hfovDeg: 90, pixelsAcross: 1920 };
    expect(rangeAtM({ ...wide, projection: 'fisheye' }, 250)).toBeCloseTo(4.89, 2);
    expect(rangeAtM({ ...wide, projection: 'rectilinear' }, 250)).toBeCloseTo(3.84, 2);
  });

  it('a mount takes its height from the range over ground', () => {
    expect(overGroundM(7.68, 4, 1.5)).toBeCloseTo(7.262, 3);
    expect(overGroundM(2, 4, 1.5)).toBeNaN();
  });

  it('16 to 9 of 80 degrees is 50.5 degrees high', () => {
    expect(vfovDeg(80)).toBeCloseTo(50.53, 2);
  });
});

it('range and density are each other’s way back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Lens['projection']>('rectilinear', 'fisheye'),
      fc.integer({ min: 5, max: 170 }),
      fc.integer({ min: 320, max: 8192 }),
      fc.integer({ min: 1, max: 2000 }),
      (projection, hfovDeg, across, distanceM) => {
        const lens = { projection, hfovDeg, pixelsAcross: across };
        expect(rangeAtM(lens, pixelsPerM(lens, distanceM)) / distanceM).toBeCloseTo(1, 9);
      },
    ),
  );
});
