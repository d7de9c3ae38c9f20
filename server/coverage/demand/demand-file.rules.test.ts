import fc from 'fast-check';
import type { Geometry } from 'geojson';
import { expect, test } from 'vitest';
import { placeOf } from '../plane.rules.ts';
import {
  judgeRows,
  numberIn,
  placeColumnsOf,
  weightColumnOf,
  type DemandFault,
  type RawRow,
} from './demand-file.rules.ts';

const names = { place: '위도, 경도', weight: '인구' };
const [EAST, NORTH] = [190_000, 572_000];

const point = (east: number, north: number): Geometry => ({
  type: 'Point',
  coordinates: [...placeOf(east, north)],
});
const box = (east: number, north: number, wide: number, high = wide): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
      [-1, -1],
    ].map(([x, y]) => [...placeOf(east + (x! * wide) / 2, north + (y! * high) / 2)]),
  ],
});
const rowsOf = (...given: [at: RawRow['at'], weight?: string | null][]): RawRow[] =>
  given.map(([at, weight = '1'], i) => ({ line: i + 2, at, weight }));
const reasons = (rows: RawRow[], cellM: number | null = null): [line: number, DemandFault][] =>
  judgeRows(rows, cellM, names).leftOut.map(({ line, reason }) => [line, reason]);

test('squares are a grid of the side that most have; what is no square of that side is left out', () => {
  const rows = rowsOf(
    [box(EAST, NORTH, 100), '3'],
    [box(EAST + 100, NORTH, 100.03), '4'],
    [box(EAST + 200, NORTH, 100), '5'],
    [box(EAST + 300, NORTH, 60), '6'],
    [box(EAST + 400, NORTH, 200, 50), '7'],
    [point(EAST, NORTH), '8'],
  );
  const judged = judgeRows(rows, null, names);
  expect(judged).toMatchObject({ kind: 'grid', cellM: 100 });
  expect([...judged.weight]).toEqual([3, 4, 5]);
  expect(judged.east[1]).toBeCloseTo(EAST + 100, 3);
  expect(reasons(rows)).toEqual([
    [5, 'not-a-square'],
    [6, 'not-a-square'],
    [7, 'not-a-place'],
  ]);
});

test('a cell that stands twice counts once; two accidents at one place count twice', () => {
  const rows = rowsOf([point(EAST, NORTH)], [point(EAST, NORTH)]);
  expect(judgeRows(rows, null, names)).toMatchObject({ kind: 'points', weight: Float64Array.of(1, 1) });
  expect(reasons(rows, 100)).toEqual([[3, 'duplicate-cell']]);
});

test.each<[string, RawRow['at'], string | null, DemandFault]>([
  ['an empty weight', point(EAST, NORTH), ' ', 'missing-weight'],
  ['a word for a weight', point(EAST, NORTH), 'N/A', 'not-a-number'],
  ['a weight below 0', point(EAST, NORTH), '-1', 'negative-weight'],
  ['a weight of no city', point(EAST, NORTH), '1e300', 'not-a-number'],
  ['a place of Seoul', { type: 'Point', coordinates: [126.98, 37.56] }, '1', 'outside-area'],
  ['a place of no world', { type: 'Point', coordinates: [500, 37.56] }, '1', 'not-a-place'],
  ['a line', { type: 'LineString', coordinates: [] }, '1', 'not-a-place'],
  ['a broken row', { fault: 'unreadable-row', field: null, value: null }, '1', 'unreadable-row'],
])('%s leaves the row out, with its line', (_, at, weight, reason) => {
  expect(reasons(rowsOf([point(EAST, NORTH)], [at, weight]))).toEqual([[3, reason]]);
});

test('no row is lost: each is a place or is left out, and the weights are those of the places', () => {
  const shape = fc.oneof(
    fc
      .record({ x: fc.integer({ min: -90, max: 90 }), y: fc.integer({ min: -90, max: 90 }) })
      .map(({ x, y }) => point(EAST + 100 * x, NORTH + 100 * y)),
    fc.integer({ min: 1, max: 300 }).map((side) => box(EAST, NORTH, side)),
    fc.constant<RawRow['at']>({ fault: 'missing-coordinates', field: '위도', value: null }),
  );
  const weight = fc.constantFrom(null, '0', '7', '1,234.5', '', '-3', 'x');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(shape, weight), { maxLength: 30 }),
      fc.option(fc.constantFrom(50, 100), { nil: null }),
      (given, cellM) => {
        const rows = rowsOf(...given);
        const { kind, weight: weights, east, leftOut } = judgeRows(rows, cellM, names);
        expect(weights.length + leftOut.length).toBe(rows.length);
        expect(east.length).toBe(weights.length);
        expect(new Set(leftOut.map(({ line }) => line)).size).toBe(leftOut.length);
        const out = new Set(leftOut.map(({ line }) => line));
        expect([...weights]).toEqual(
          rows.filter(({ line }) => !out.has(line)).map((row) => numberIn(row.weight ?? '1')),
        );
        if (cellM !== null) expect(kind).toBe('grid');
      },
    ),
  );
});

test('numbers are read as files write them, and nothing else is', () => {
  expect(['1,234', '12,345,678.5', ' 7 ', '.5', '3.', '1e3'].map(numberIn)).toEqual([
    1234, 12_345_678.5, 7, 0.5, 3, 1000,
  ]);
  expect(['', '1,23', '0x10', '7명', 'Infinity', '-', '1 2'].map(numberIn)).toEqual(Array(7).fill(null));
});

test('columns are found by the names that files give them', () => {
  expect(placeColumnsOf(['학교명', '위도', '경도'], null)).toEqual({ x: 2, y: 1 });
  expect(placeColumnsOf(['X좌표', 'Y좌표', '인구'], 5179)).toEqual({ x: 0, y: 1 });
  expect(placeColumnsOf(['위도', '경도', 'x', 'y'], 5179)).toEqual({ x: 2, y: 3 });
  expect(placeColumnsOf(['읍면동', '인구'], null)).toBeNull();
  expect(weightColumnOf(['위도', '총인구수'], null)).toBe('총인구수');
  expect(weightColumnOf(['위도', '경도'], null)).toBeNull();
  expect(weightColumnOf(['위도', '유동인구'], null)).toBe('유동인구');
  expect(weightColumnOf(['남자인구', '여자인구'], null)).toBeNull();
  expect(weightColumnOf(['위도', '65세 이상'], '65세이상')).toBe('65세 이상');
  expect(weightColumnOf(['위도'], '인구')).toBeUndefined();
});
