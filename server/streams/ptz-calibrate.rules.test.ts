import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibratedBy, movesSectors, type Sighting } from './ptz-calibrate.rules.ts';
import { aimOf, bearing, turnBetween, type Calibration } from './ptz.rules.ts';

const tenth = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((n) => n / 10);
const aHead = fc.record({
  zeroDeg: tenth(0, 359),
  clockwise: fc.boolean(),
  spanDeg: fc.constantFrom(180, 270, 355, 360),
});
const sightingsOf = (
  { zeroDeg, clockwise, spanDeg }: { zeroDeg: number; clockwise: boolean; spanDeg: number },
  pans: readonly number[],
  offs: readonly number[] = [],
): Sighting[] =>
  pans.map((pan, i) => ({
    pan,
    bearingDeg: bearing(zeroDeg + ((clockwise ? 1 : -1) * pan * spanDeg) / 2 + (offs[i] ?? 0)),
  }));

describe('Art. 11(1): a barred sector is kept only by a bearing that is true', () => {
  test('from sightings of any head its zero and direction come back, over north too', () => {
    fc.assert(
      fc.property(aHead, tenth(-1, 0), (head, pan) => {
        const found = calibratedBy(sightingsOf(head, [pan, pan + 0.3, pan + 0.55]), head.spanDeg);
        expect(found).not.toHaveProperty('wrong');
        if (!('fit' in found)) return;
        expect(Math.abs(turnBetween(found.fit.panZeroDeg, head.zeroDeg))).toBeLessThan(1e-6);
        expect(Math.sign(found.fit.degreesPerPan)).toBe(head.clockwise ? 1 : -1);
        expect(found.fit.worstDeg).toBeLessThan(1e-6);
        const calibration = { ...found.fit, tiltZeroDeg: 0, degreesPerTilt: 45 } as unknown as Calibration;
        const [first] = sightingsOf(head, [pan]);
        const looked = aimOf({ pan, tilt: 0, zoom: 0 }, calibration).bearingDeg;
        expect(Math.abs(turnBetween(looked, first!.bearingDeg))).toBeLessThan(1e-6);
      }),
    );
  });

  test('hands that shake by up to two degrees shift it by no more, and the residual says by how much', () => {
    fc.assert(
      fc.property(aHead, fc.array(tenth(-2, 2), { minLength: 3, maxLength: 3 }), (head, offs) => {
        const found = calibratedBy(sightingsOf(head, [-0.4, 0.1, 0.5], offs), head.spanDeg);
        expect(found).toHaveProperty('fit');
        if (!('fit' in found)) return;
        expect(Math.abs(turnBetween(found.fit.panZeroDeg, head.zeroDeg))).toBeLessThanOrEqual(2 + 1e-6);
        const mean = offs.reduce((a, b) => a + b, 0) / 3;
        found.fit.residualsDeg.forEach((deg, i) => expect(deg).toBeCloseTo(offs[i]! - mean, 6));
      }),
    );
  });

  test('one sighting, two that are next to each other and two half a turn apart tell no direction', () => {
    const head = { zeroDeg: 100, clockwise: true, spanDeg: 360 };
    expect(calibratedBy(sightingsOf(head, [0.2]), 360)).toEqual({ wrong: 'too-few' });
    expect(calibratedBy(sightingsOf(head, [0.2, 0.22]), 360)).toEqual({ wrong: 'too-near' });
    expect(calibratedBy(sightingsOf(head, [-0.5, 0.5]), 360)).toEqual({ wrong: 'too-near' });
  });

  test('a landmark that was mistaken for another is no calibration, and the one that is off is seen', () => {
    const head = { zeroDeg: 100, clockwise: false, spanDeg: 360 };
    const found = calibratedBy(sightingsOf(head, [-0.4, 0, 0.3], [0, 15, 0]), 360);
    expect(found).toMatchObject({ wrong: 'disagree' });
    const residuals = 'fit' in found ? found.fit.residualsDeg.map(Math.abs) : [];
    expect(residuals.indexOf(Math.max(...residuals))).toBe(1);
  });
});

describe('Art. 11(1): what a barred sector keeps out', () => {
  const before = {
    ...{ panZeroDeg: 358, degreesPerPan: 180, endless: true, tiltZeroDeg: 10, degreesPerTilt: -45 },
    ...{ zoomTimes: 20, panDegPerS: 90, tiltDegPerS: 23 },
  };

  test('stays by a zero that is off by no more than a click, across north as well', () => {
    fc.assert(
      fc.property(tenth(-180, 180), (off) => {
        const after = { ...before, panZeroDeg: bearing(before.panZeroDeg + off) };
        expect(movesSectors(before, after)).toBe(Math.abs(off) > 4 + 1e-9);
      }),
    );
  });

  test.each<Partial<typeof before>>([
    { degreesPerPan: -180 },
    { degreesPerPan: 540 },
    { endless: false },
    { tiltZeroDeg: 40 },
    { degreesPerTilt: -30 },
    { zoomTimes: 40 },
    { panDegPerS: 10 },
  ])('moves by %j', (change) => {
    expect(movesSectors(before, { ...before, ...change })).toBe(true);
  });
});
