import { planeOf } from '../coverage/plane.rules.ts';
import { districtAt } from './districts.rules.ts';
import type { Land } from './land.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { namedPlaces } from './places.rules.ts';
import { areaOf, centroidOf, toLonLat, type Point } from './plane.rules.ts';
import { between, hashOf, randomFrom } from './random.rules.ts';

const CELL_M = 100;
const STOREY_M = 3;
const ORIGIN = '시연용 합성 자료 — 실제 통계가 아님';
/** Accidents of a crossing in three years at the most, by its rank. */
const MOST_ACCIDENTS = [0, 0, 2, 6, 14];

interface Place {
  readonly east: number;
  readonly north: number;
  readonly weight: number;
}

const placeOf = (p: Point, weight: number): Place => {
  const [east, north] = planeOf(toLonLat(p));
  return { east: Math.round(east * 100) / 100, north: Math.round(north * 100) / 100, weight };
};

/** The people of each district spread over its houses by their floors, and counted in squares of 100 m. */
function people({ districts, buildings }: Land): Place[] {
  const floors = new Map<string, Map<string, number>>();
  for (const { ring, heightM } of buildings) {
    const middle = centroidOf(ring);
    const district = districtAt(districts, middle);
    if (district === null) continue;
    const { east, north } = placeOf(middle, 0);
    const cell = `${Math.floor(east / CELL_M)} ${Math.floor(north / CELL_M)}`;
    const cells = floors.get(district.code) ?? new Map<string, number>();
    floors.set(district.code, cells);
    const area = Math.abs(areaOf(ring)) * Math.max(1, Math.round(heightM / STOREY_M));
    cells.set(cell, (cells.get(cell) ?? 0) + area);
  }
  const counted = new Map<string, number>();
  for (const { code, population } of districts) {
    const cells = [...(floors.get(code) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const all = cells.reduce((sum, [, area]) => sum + area, 0);
    let [before, area] = [0, 0];
    for (const [cell, own] of cells) {
      area += own;
      // Whole people, and together as many as the district has.
      const until = Math.round((population * area) / all);
      counted.set(cell, (counted.get(cell) ?? 0) + until - before);
      before = until;
    }
  }
  return [...counted]
    .filter(([, weight]) => weight > 0)
    .map(([cell, weight]) => {
      const [column, row] = cell.split(' ').map(Number);
      return { east: (column! + 0.5) * CELL_M, north: (row! + 0.5) * CELL_M, weight };
    });
}

const pupils = (seed: number): Place[] =>
  namedPlaces()
    .filter(({ kind }) => kind === 'school')
    .map(({ at }, i) => placeOf(at, Math.round(between(randomFrom(hashOf(seed, 5310, i)), 80, 900))));

/** Accidents at crossings, the more the larger the roads. */
function accidents({ kerbs }: Land, seed: number): Place[] {
  const random = randomFrom(hashOf(seed, 5320));
  return kerbs.flatMap((kerb) => {
    const weight = Math.floor(random() ** 8 * ((MOST_ACCIDENTS[kerb.rank] ?? 0) + 1));
    return weight === 0 ? [] : [placeOf(kerb, weight)];
  });
}

/** What the demo's gaps are weighed by: people, pupils and accidents, all of them made up and called so. */
export function demandRows(land: Land, firstDemandId: number, seed: number): Rows[] {
  const demands = [
    { title: '시연용 합성 인구', unit: '명', cellM: CELL_M, places: people(land) },
    { title: '시연용 합성 학생', unit: '명', cellM: null, places: pupils(seed) },
    { title: '시연용 합성 교통사고', unit: '건', cellM: null, places: accidents(land, seed) },
  ];
  return [
    {
      table: 'demand_layer',
      columns: [
        ...[
          'demand_id',
          'title',
          'unit',
          'kind',
          'cell_m',
          'origin',
          'file_name',
          'digest',
          'source',
          'loaded_by',
        ],
      ],
      rows: demands.map(({ title, unit, cellM }, i): Cell[] => [
        ...[firstDemandId + i, title, unit, cellM === null ? 'points' : 'grid', cellM, ORIGIN, title],
        ...[`demo-${seed}-${i}`, DEMO, '시스템'],
      ]),
    },
    {
      table: 'demand_point',
      columns: ['demand_id', 'point_no', 'east', 'north', 'weight'],
      rows: demands.flatMap(({ places }, i) =>
        places.map(({ east, north, weight }, no): Cell[] => [firstDemandId + i, no, east, north, weight]),
      ),
    },
  ];
}
