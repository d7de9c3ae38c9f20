import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CityCoverage } from '../../server/coverage/city-coverage.rules.ts';
import { needLattice } from '../../server/coverage/gaps.rules.ts';
import { planeOf } from '../../server/coverage/plane.rules.ts';
import { boxAround, gapDots, holds, spacingM, stripsOf } from './lattice.rules.ts';

const metres = fc.integer({ min: -5000, max: 5000 });
const box = fc
  .record({
    west: metres,
    south: metres,
    wide: fc.integer({ min: 1, max: 900 }),
    high: fc.integer({ min: 1, max: 900 }),
  })
  .map(({ west, south, wide, high }) => ({ west, south, east: west + wide, north: south + high }));
const step = fc.constantFrom(5, 10, 20, 40, 160);

test('strips of a box hold every row of its lattice once, in order', () => {
  fc.assert(
    fc.property(box, step, fc.integer({ min: 1, max: 12 }), (whole, stepM, rows) => {
      const coverage = new CityCoverage();
      const all = needLattice(null, coverage, whole, stepM);
      const strips = [...stripsOf(whole, stepM, rows)].map((strip) =>
        needLattice(null, coverage, strip, stepM),
      );
      expect(strips.reduce((sum, strip) => sum + strip.rows, 0)).toBe(all.rows);
      let north = all.north;
      for (const strip of strips) {
        expect(strip.north).toBeCloseTo(north, 6);
        expect(strip.columns).toBe(all.columns);
        north += strip.rows * stepM;
      }
    }),
  );
});

test('dots are as many as the lattice has nodes, and full where nothing is seen of what is weighed', () => {
  const whole = { west: 0, south: 0, east: 100, north: 60 };
  const lattice = needLattice(null, new CityCoverage(), whole, 20);
  const dots = gapDots([lattice], true)!;
  expect([dots.columns, dots.rows, dots.texels.length]).toEqual([5, 3, 4 * 15]);
  expect([...dots.texels.slice(0, 4)]).toEqual([255, 255, 0, 0]);
  expect(gapDots([lattice], false)!.texels[0]).toBeLessThan(255);
});

test('two dots are some twenty pixels apart at any zoom, on one of a few lengths', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 200, noNaN: true }), (metresPerPx) => {
      const px = spacingM(metresPerPx) / metresPerPx;
      expect(px).toBeGreaterThan(14);
      expect(px).toBeLessThan(29);
      expect(Number.isInteger(Math.log2(spacingM(metresPerPx) / 5))).toBe(true);
    }),
  );
});

test('the box of a window holds its corners, and the one with a margin holds it', () => {
  const bounds = [128.88, 37.74, 128.91, 37.76] as const;
  const narrow = boxAround(bounds, 0);
  const [east, north] = planeOf([128.895, 37.75]);
  expect(holds(narrow, { west: east, east, south: north, north })).toBe(true);
  expect(holds(boxAround(bounds), narrow)).toBe(true);
  expect(holds(narrow, boxAround(bounds))).toBe(false);
});
