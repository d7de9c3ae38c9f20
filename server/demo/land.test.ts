import { createHash } from 'node:crypto';
import RBush from 'rbush';
import { describe, expect, test, vi } from 'vitest';
import { drawLand, type Land } from './land.rules.ts';
import { landRows } from './land-rows.rules.ts';
import { namedPlaces } from './places.rules.ts';
import {
  areaOf,
  boxOf,
  distanceToSegment,
  isInside,
  segmentsCross,
  type Box,
  type Point,
} from './plane.rules.ts';
import { quarterLattices } from './quarters.rules.ts';
import { COURSES, LAKES, landRing, OUTLINE } from './waters.rules.ts';

vi.setConfig({ testTimeout: 60_000 });
const land = drawLand(365);
const digestOf = (drawn: Land): string =>
  createHash('sha256')
    .update(JSON.stringify(landRows(drawn, 1)))
    .digest('hex');

const edges = (ring: readonly Point[]): [Point, Point][] =>
  ring.map((p, i) => [p, ring[(i + 1) % ring.length]!]);
const isApart = (ring: readonly Point[], other: readonly Point[]): boolean =>
  !edges(ring).some(([a, b]) => edges(other).some(([c, d]) => segmentsCross(a, b, c, d))) &&
  !isInside(other, ring[0]!) &&
  !isInside(ring, other[0]!);
const distanceBetween = (a: Point, b: Point, c: Point, d: Point): number =>
  segmentsCross(a, b, c, d)
    ? 0
    : Math.min(
        distanceToSegment(a, c, d),
        distanceToSegment(b, c, d),
        distanceToSegment(c, a, b),
        distanceToSegment(d, a, b),
      );

describe('the demo land', () => {
  test('is the same from the same seed and another from another', () => {
    expect(digestOf(drawLand(365))).toBe(digestOf(land));
    expect(quarterLattices(366)).not.toEqual(quarterLattices(365));
  });

  test('is a city: buildings in their tens of thousands, roads of every class, kerbs to stand on', () => {
    expect(land.buildings.length).toBeGreaterThan(15_000);
    expect(land.buildings.length).toBeLessThan(60_000);
    expect(new Set(land.roads.map((road) => road.class))).toEqual(
      new Set(['motorway', 'trunk', 'main', 'street', 'lane']),
    );
    expect(land.kerbs.length).toBeGreaterThan(5000);
    expect(land.buildings.every((building) => building.heightM >= 3 && building.heightM < 70)).toBe(true);
  });

  test('has 21 districts that fill the outline without gap or overlap', () => {
    expect(land.districts).toHaveLength(21);
    expect(land.districts.reduce((sum, d) => sum + d.population, 0)).toBe(213_321);
    const total = land.districts.reduce(
      (sum, d) => sum + d.rings.reduce((area, ring) => area + areaOf(ring), 0),
      0,
    );
    expect(total).toBeCloseTo(Math.abs(areaOf(OUTLINE)), 0);
    expect(total / 1e6).toBeGreaterThan(950);
    expect(total / 1e6).toBeLessThan(1150);
    for (const d of land.districts)
      expect(
        d.rings.some((ring) => isInside(ring, d.label)),
        d.name,
      ).toBe(true);
  });

  test('gives neighbours the very same border', () => {
    const seen = new Map<string, number>();
    for (const d of land.districts)
      for (const ring of d.rings)
        for (const [a, b] of edges(ring)) {
          const key = [a, b]
            .map((p) => `${p.x},${p.y}`)
            .sort()
            .join(' ');
          seen.set(key, (seen.get(key) ?? 0) + 1);
        }
    const fence = new Set(OUTLINE.map((p) => `${p.x},${p.y}`));
    const alone = [...seen].filter(
      ([key, times]) => times === 1 && !key.split(' ').some((end) => fence.has(end)),
    );
    const shared = [...seen.values()].filter((times) => times === 2).length;
    expect([...seen.values()].every((times) => times <= 2)).toBe(true);
    expect(shared).toBeGreaterThan(1500);
    expect(alone.length / shared).toBeLessThan(0.05);
  });

  test('builds nothing on a road', () => {
    const roads = new RBush<Box & { a: Point; b: Point; halfM: number }>();
    for (const road of land.roads)
      roads.load(
        road.line.slice(1).map((b, i) => ({
          ...boxOf([road.line[i]!, b], road.widthM / 2),
          a: road.line[i]!,
          b,
          halfM: road.widthM / 2,
        })),
      );
    const onRoad = land.buildings.filter(({ ring }) =>
      roads
        .search(boxOf(ring))
        .some(
          (s) =>
            isInside(ring, s.a) ||
            edges(ring).some(([a, b]) => distanceBetween(a, b, s.a, s.b) < s.halfM - 0.05),
        ),
    );
    expect(onRoad).toEqual([]);
  });

  test('builds nothing on water or outside the city', () => {
    const banks = new RBush<Box & { a: Point; b: Point }>();
    for (const { ring } of [...COURSES, ...LAKES])
      banks.load(edges(ring).map(([a, b]) => ({ ...boxOf([a, b]), a, b })));
    const surfaces = [...COURSES, ...LAKES].map(({ ring }) => ({ ring, box: boxOf(ring) }));
    const isWet = (p: Point): boolean =>
      surfaces.some(
        ({ ring, box }) =>
          p.x > box.minX && p.x < box.maxX && p.y > box.minY && p.y < box.maxY && isInside(ring, p),
      );
    const wet = land.buildings.filter(
      ({ ring }) =>
        banks
          .search(boxOf(ring))
          .some((bank) => edges(ring).some(([a, b]) => segmentsCross(a, b, bank.a, bank.b))) ||
        isWet(ring[0]!),
    );
    expect(wet).toEqual([]);
    expect(land.buildings.every(({ ring }) => ring.every((p) => land.ground.isInCity(p)))).toBe(true);
  });

  test('stacks no building on another', () => {
    const built = new RBush<Box & { ring: readonly Point[] }>();
    const stacked = land.buildings.filter(({ ring }) => {
      const box = boxOf(ring);
      const hit = built.search(box).some((other) => !isApart(ring, other.ring));
      built.insert({ ...box, ring });
      return hit;
    });
    expect(stacked.length).toBe(0);
  });

  test('opens the river mouths: the drawn land is the outline less the rivers that reach the sea', () => {
    const reaching = COURSES.filter((course) =>
      ['남대천', '연곡천', '사천천', '군선강', '주수천'].includes(course.name),
    );
    const rivers = reaching.reduce((sum, course) => sum + Math.abs(areaOf(course.ring)), 0);
    const opened = Math.abs(areaOf(OUTLINE)) - Math.abs(areaOf(landRing()));
    expect(opened / rivers).toBeGreaterThan(0.97);
    expect(opened / rivers).toBeLessThan(1.03);
  });

  test('puts landmarks on the city’s ground, the sea’s name at sea', () => {
    for (const place of namedPlaces())
      if (!['beach', 'harbour'].includes(place.kind))
        expect(land.ground.isInCity(place.at), place.name).toBe(place.kind !== 'sea');
  });
});
