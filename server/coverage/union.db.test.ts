import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { cellRings, type Ring } from './cells.rules.ts';
import { unionM2 } from './union.rules.ts';
import { viewOf, type Pose } from './view.rules.ts';
import { buildingOf, Walls } from './walls.rules.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

const textOf = (ring: Ring): string => {
  const corners = Array.from({ length: ring.length / 2 + 1 }, (_, i) => {
    const at = (2 * i) % ring.length;
    return `${ring[at]} ${ring[at + 1]}`;
  });
  return `POLYGON((${corners.join(',')}))`;
};
async function unionOf(rings: readonly Ring[]): Promise<number> {
  const [row] = await db.owner<{ area: number }[]>`
    select coalesce(st_area(st_union(st_collectionextract(st_makevalid(st_geomfromtext(wkt)), 3))), 0) as area
    from unnest(${rings.map(textOf)}::text[]) as wkt`;
  return row!.area;
}
async function expectSame(rings: readonly Ring[]): Promise<void> {
  const area = await unionOf(rings);
  expect(Math.abs(unionM2(rings) - area)).toBeLessThanOrEqual(1e-9 * area);
}

const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
/** As far from the origin as Gangneung is. */
const [EAST, NORTH] = [191_000, 570_000];
const aPose: fc.Arbitrary<Pose> = fc.record({
  ...{ east: within(EAST, EAST + 120), north: within(NORTH, NORTH + 120), azimuthDeg: within(0, 360) },
  ...{ hfovDeg: fc.oneof(within(20, 170), fc.constant(360)), rangeM: within(10, 60) },
  ...{ heightM: fc.constant(NaN), tiltDeg: fc.constant(NaN), vfovDeg: fc.constant(NaN) },
});
/** Houses on a street, so that many views end at one wall. */
const street = new Walls();
for (let i = 0; i < 16; i++) {
  const [west, south] = [EAST + 4 + (i % 4) * 30, NORTH + 7 + Math.floor(i / 4) * 30];
  const corners = [
    [west, south],
    [west + 14, south],
    [west + 14, south + 11],
    [west, south + 11],
  ] as const;
  street.add(buildingOf(i + 1, [[corners]])!);
}
const squareAt = (x: number, y: number, side: number): Ring =>
  Float64Array.from([x, y, x + side, y, x + side, y + side, x, y + side]);

describe('the area of a union', () => {
  it('is PostGIS’s, of free views', () =>
    fc.assert(
      fc.asyncProperty(fc.array(aPose, { minLength: 1, maxLength: 15 }), (poses) =>
        expectSame(poses.flatMap((pose) => cellRings(viewOf(pose, new Walls())!))),
      ),
      { numRuns: 60 },
    ));

  it('is PostGIS’s, of views that end at the same walls', () =>
    fc.assert(
      fc.asyncProperty(fc.array(aPose, { minLength: 1, maxLength: 15 }), (poses) => {
        const views = poses.map((pose) => viewOf(pose, street)).filter((view) => view !== null);
        return expectSame(views.flatMap((view) => cellRings(view)));
      }),
      { numRuns: 60 },
    ));

  it('is PostGIS’s, of squares that share edges, corners and all of their ground', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }), fc.integer({ min: 1, max: 4 }), fc.boolean()),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        (squares) =>
          expectSame(
            squares.map(([x, y, side, turned]) => {
              const ring = squareAt(EAST + x, NORTH + y, side);
              return turned
                ? Float64Array.from([0, 3, 2, 1].flatMap((i) => [ring[2 * i]!, ring[2 * i + 1]!]))
                : ring;
            }),
          ),
      ),
      { numRuns: 100 },
    ));

  it('is PostGIS’s where outlines lead out and back along the edges of others', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            ...{ x: fc.nat({ max: 6 }), y: fc.nat({ max: 6 }), side: fc.integer({ min: 1, max: 4 }) },
            ...{ corner: fc.nat({ max: 3 }), out: fc.integer({ min: -3, max: 3 }), turned: fc.boolean() },
          }),
          { minLength: 1, maxLength: 12 },
        ),
        (squares) =>
          expectSame(
            squares.map(({ x, y, side, corner, out, turned }) => {
              const ring = [...squareAt(EAST + x, NORTH + y, side)];
              const [east, north] = [ring[2 * corner]!, ring[2 * corner + 1]!];
              const tip = turned ? [east, north + out] : [east + out, north];
              ring.splice(2 * corner + 2, 0, ...tip, east, north);
              return Float64Array.from(ring);
            }),
          ),
      ),
      { numRuns: 100 },
    ));

  it('is PostGIS’s where edges lie within rounding of each other', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(within(0, 40), within(5, 40), fc.nat({ max: 3 })), { minLength: 2, maxLength: 10 }),
        (each) =>
          expectSame(
            each.map(([at, wide, ulps]) => {
              const south = NORTH + ulps * 2 ** -33;
              const [west, east] = [EAST + at, EAST + at + wide];
              return Float64Array.from([west, south, east, NORTH, east, NORTH + 10, west, south + 10]);
            }),
          ),
      ),
      { numRuns: 60 },
    ));

  it('is nothing of nothing', () => {
    expect(unionM2([])).toBe(0);
    expect(unionM2([Float64Array.from([0, 0, 5, 0]), Float64Array.from([1, 1])])).toBe(0);
  });
});
