import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipRing } from './clip-ring.rules.ts';
import { areaOf, isInside, type Point } from './plane.rules.ts';

/** A simple ring around a middle: one vertex a direction. */
const star = fc
  .record({
    x: fc.integer({ min: -60, max: 60 }),
    y: fc.integer({ min: -60, max: 60 }),
    radii: fc.array(fc.double({ min: 20, max: 100, noNaN: true }), { minLength: 5, maxLength: 24 }),
  })
  .map(({ x, y, radii }) =>
    radii.map((r, i): Point => {
      const turn = (2 * Math.PI * i) / radii.length + 0.0137;
      return { x: x + r * Math.cos(turn), y: y + r * Math.sin(turn) };
    }),
  );

test('holds exactly the points that both rings hold', () => {
  fc.assert(
    fc.property(
      star,
      star,
      fc.array(
        fc.tuple(
          fc.double({ min: -160, max: 160, noNaN: true }),
          fc.double({ min: -160, max: 160, noNaN: true }),
        ),
        { minLength: 40, maxLength: 40 },
      ),
      (ring, outline, spots) => {
        const parts = clipRing(ring, outline);
        for (const [x, y] of spots) {
          const p = { x, y };
          const holeInside =
            parts.length === 0 && !isInside(outline, ring[0]!) && isInside(ring, outline[0]!);
          if (holeInside) continue;
          expect(parts.some((part) => isInside(part, p))).toBe(isInside(ring, p) && isInside(outline, p));
        }
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test('two halves of a ring keep its area', () => {
  const square: Point[] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];
  const left: Point[] = [
    { x: -5, y: -5 },
    { x: 4, y: -5 },
    { x: 4, y: 15 },
    { x: -5, y: 15 },
  ];
  const right: Point[] = [
    { x: 4, y: -5 },
    { x: 25, y: -5 },
    { x: 25, y: 15 },
    { x: 4, y: 15 },
  ];
  const area = (other: Point[]): number =>
    clipRing(other, square).reduce((sum, part) => sum + areaOf(part), 0);
  expect(area(left)).toBeCloseTo(40);
  expect(area(right)).toBeCloseTo(60);
});
