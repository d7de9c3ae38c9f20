import type { Geometry } from 'geojson';
import { lonLat, type LonLat } from '../../../geodata/lon-lat.ts';
import { columnsOf, plainName } from '../../cameras/national-columns.rules.ts';
import type { Sentence } from '../../platform/sentence.ts';
import { planeOf } from '../plane.rules.ts';
import type { Demand } from './demand.rules.ts';

/** Why a row of a file is left out, with what to do about it. */
export const DEMAND_FAULTS = {
  'unreadable-row': {
    ko: '칸 수가 머리글과 다릅니다. 줄을 고치십시오.',
    en: 'It has not as many cells as the heading. Mend the row.',
  },
  'missing-coordinates': {
    ko: '좌표가 없습니다. 좌표를 채우십시오.',
    en: 'It has no coordinates. Fill them in.',
  },
  'not-a-number': {
    ko: '숫자가 아닙니다. 숫자로 적으십시오. 모르는 값은 그 줄을 빼십시오.',
    en: 'It is no number. Write a number, or leave the row out where it is not known.',
  },
  'swapped-coordinates': {
    ko: '위도와 경도가 바뀌었습니다. 두 열을 바꾸십시오.',
    en: 'Latitude and longitude are swapped. Swap the two columns.',
  },
  'outside-area': {
    ko: '강릉 밖입니다. 다른 시군구의 줄이면 그대로 두고, 아니면 좌표계를 확인하십시오.',
    en: "It lies outside Gangneung. Leave another city's row; otherwise check the coordinate system.",
  },
  'missing-weight': {
    ko: '수가 비어 있습니다. 0이면 0으로 적으십시오.',
    en: 'The weight is empty. Write 0 where it is none.',
  },
  'negative-weight': {
    ko: '수가 0보다 작습니다. 값을 고치십시오.',
    en: 'The weight is below 0. Mend the value.',
  },
  'not-a-square': {
    ko: '다른 칸과 같은 크기의 정사각형이 아닙니다. 격자 파일인지 확인하십시오.',
    en: 'It is no square of the size of the others. Check that the file is a grid.',
  },
  'not-a-place': {
    ko: '점도 격자 칸도 아닌 도형입니다. 점이나 격자로 바꾸십시오.',
    en: 'The shape is neither a point nor a cell. Make it one.',
  },
  'duplicate-cell': {
    ko: '같은 칸이 앞에 또 있습니다. 두 번 세지 않으려고 뺐습니다.',
    en: 'The same cell stands before. It is left out so as not to count twice.',
  },
} as const satisfies Record<string, Sentence>;
export type DemandFault = keyof typeof DEMAND_FAULTS;

/** More than this is no city's. */
export const MOST_PLACES = 500_000;
/** Around the city with its sea. */
const AREA = { west: 128.5, south: 37.4, east: 129.2, north: 38 } as const;
const MOST_WEIGHT = 1e9;
/** By so much of the side may cells of one grid differ: projections stretch them. */
const ALIKE = 0.05;
/** By so much of a side may the way round a cell differ from four of them. */
const SQUARE = 0.005;

/** Columns that mostly hold the weight, best first, in plain form. */
const WEIGHT_NAMES = [
  ...[
    'weight',
    '가중치',
    '무게',
    '총인구수',
    '총인구',
    '인구수',
    '인구',
    'population',
    'pop',
    '학생수',
    '학생수합계',
  ],
  ...['사고건수', '사고', '발생건수', '건수', 'count', '값', 'value', 'val'],
];
/** And 유동인구, 주민등록인구수, where one column alone is called so. */
const WEIGHT_ENDINGS = /(인구|인구수|학생수|건수)$/u;
const EAST_NAMES = [
  'x',
  'x좌표',
  'xcoord',
  'xcrd',
  '좌표x',
  'tmx',
  'utmkx',
  '중심x',
  'east',
  'easting',
  'eastm',
];
const NORTH_NAMES = [
  'y',
  'y좌표',
  'ycoord',
  'ycrd',
  '좌표y',
  'tmy',
  'utmky',
  '중심y',
  'north',
  'northing',
  'northm',
];

const columnNamed = (header: readonly string[], names: readonly string[]): number => {
  const plain = header.map(plainName);
  const name = names.find((each) => plain.includes(each));
  return name === undefined ? -1 : plain.indexOf(name);
};

/** Which columns say where: degrees, or metres of another system; null where none do. */
export function placeColumnsOf(
  header: readonly string[],
  epsg: number | null,
): { readonly x: number; readonly y: number } | null {
  const { lon, lat } = columnsOf(header);
  const [x, y] = [columnNamed(header, EAST_NAMES), columnNamed(header, NORTH_NAMES)];
  const [degrees, metres] = [lon >= 0 && lat >= 0, x >= 0 && y >= 0];
  if (metres && (!degrees || (epsg !== null && epsg !== 4326))) return { x, y };
  return degrees ? { x: lon, y: lat } : null;
}

/**
 * Which column holds the weight: the one asked for, else one that mostly does. Null where every place weighs one, undefined
 * where the one asked for is not there.
 */
export function weightColumnOf(header: readonly string[], asked: string | null): string | null | undefined {
  const names = asked === null ? WEIGHT_NAMES : [plainName(asked)];
  const column = columnNamed(header, names);
  if (column >= 0) return header[column]!;
  if (asked !== null) return undefined;
  const [only, ...others] = header.filter((name) => WEIGHT_ENDINGS.test(plainName(name)));
  return others.length === 0 ? (only ?? null) : null;
}

/** A number as files write it, with thousands parted by commas. */
export function numberIn(text: string): number | null {
  const plain = text
    .trim()
    .replace(
      /^(-?\d{1,3})((?:,\d{3})+)(?=\.|$)/u,
      (_, head: string, rest: string) => `${head}${rest.replaceAll(',', '')}`,
    );
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/iu.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A row of a file as it was read: where it lies in degrees, or why that is not known. */
export interface RawRow {
  readonly line: number;
  readonly at:
    Geometry | { readonly fault: DemandFault; readonly field: string | null; readonly value: string | null };
  /** As it is written; null where no column holds a weight. */
  readonly weight: string | null;
}

export interface LeftOut {
  readonly line: number;
  readonly field: string | null;
  readonly value: string | null;
  readonly reason: DemandFault;
}

export interface JudgedDemand extends Pick<Demand, 'kind' | 'cellM' | 'east' | 'north' | 'weight'> {
  readonly leftOut: readonly LeftOut[];
}

interface Placed {
  readonly row: RawRow;
  readonly east: number;
  readonly north: number;
  /** Of a cell: its side, NaN where it is no square; null of a point. */
  readonly sideM: number | null;
}

/**
 * Judges the rows of a file: every one is a place with a weight, or left out with the first reason. Squares are a grid, and
 * so are points for which the side of a cell was given. `names`: the columns as the file calls them.
 */
export function judgeRows(
  rows: readonly RawRow[],
  askedCellM: number | null,
  names: { readonly place: string; readonly weight: string | null },
): JudgedDemand {
  const leftOut: LeftOut[] = [];
  const refuse = (
    { line }: RawRow,
    reason: DemandFault,
    field: string | null,
    value: string | null,
  ): void => {
    leftOut.push({ line, field, value: value === null ? null : value.slice(0, 100), reason });
  };
  const placed: Placed[] = [];
  for (const row of rows) {
    const found = 'fault' in row.at ? null : placedOf(row, row.at);
    if ('fault' in row.at) refuse(row, row.at.fault, row.at.field, row.at.value);
    else if (found === null) refuse(row, 'not-a-place', null, row.at.type);
    else placed.push(found);
  }
  const sides = placed.flatMap(({ sideM }) => (sideM === null || Number.isNaN(sideM) ? [] : [sideM]));
  const squares = placed.filter(({ sideM }) => sideM !== null).length * 2 > placed.length;
  const kind = squares || askedCellM !== null ? 'grid' : 'points';
  const cellM = kind === 'points' ? null : (askedCellM ?? roundSide(sides));
  const seen = new Set<string>();
  const [east, north, weight]: [number[], number[], number[]] = [[], [], []];
  for (const each of placed) {
    const fault = faultOf(each, squares, cellM, seen);
    const given = each.row.weight === null ? 1 : weightIn(each.row.weight);
    if (fault !== null) refuse(each.row, fault, names.place, placeText(each.row.at as Geometry));
    else if (typeof given !== 'number') refuse(each.row, given, names.weight, each.row.weight);
    else {
      if (kind === 'grid') seen.add(cellOf(each));
      east.push(each.east);
      north.push(each.north);
      weight.push(given);
    }
  }
  leftOut.sort((a, b) => a.line - b.line);
  const columns = { east: Float64Array.from(east), north: Float64Array.from(north) };
  return { kind, cellM, ...columns, weight: Float64Array.from(weight), leftOut };
}

const cellOf = ({ east, north }: Placed): string => `${Math.round(east)} ${Math.round(north)}`;

function faultOf(
  each: Placed,
  squares: boolean,
  cellM: number | null,
  seen: ReadonlySet<string>,
): DemandFault | null {
  const { sideM, row } = each;
  if (!isInArea(row.at as Geometry)) return 'outside-area';
  if (squares !== (sideM !== null)) return 'not-a-place';
  if (sideM !== null && !(Math.abs(sideM - cellM!) <= ALIKE * cellM!)) return 'not-a-square';
  return cellM !== null && seen.has(cellOf(each)) ? 'duplicate-cell' : null;
}

function weightIn(text: string): number | DemandFault {
  if (text.trim() === '') return 'missing-weight';
  const value = numberIn(text);
  if (value === null || value > MOST_WEIGHT) return 'not-a-number';
  return value < 0 ? 'negative-weight' : value;
}

/** Degrees of a place that are those of the other axis. */
export const isSwapped = (x: number, y: number): boolean => x >= 33 && x <= 39.5 && y >= 124 && y <= 132;

function isInArea(at: Geometry): boolean {
  const ring = cornersOf(at);
  if (ring === null) return false;
  const [lon, lat] = [0, 1].map((axis) => ring.reduce((sum, corner) => sum + corner[axis]!, 0) / ring.length);
  return lon! >= AREA.west && lon! <= AREA.east && lat! >= AREA.south && lat! <= AREA.north;
}

const placeText = (at: Geometry): string =>
  (cornersOf(at)?.[0]?.toReversed() ?? []).map((degrees) => degrees.toFixed(6)).join(', ');

/** A point, or the corners of the one ring of a polygon; null of any other shape. */
function cornersOf(at: Geometry): readonly LonLat[] | null {
  const ring =
    at.type === 'Point'
      ? [at.coordinates]
      : at.type === 'Polygon' && at.coordinates.length === 1
        ? at.coordinates[0]!.slice(0, -1)
        : at.type === 'MultiPolygon' && at.coordinates.length === 1 && at.coordinates[0]!.length === 1
          ? at.coordinates[0]![0]!.slice(0, -1)
          : [];
  const inside = ring.every(([lon = NaN, lat = NaN]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return ring.length === 0 || !inside ? null : ring.map(([lon, lat]) => lonLat(lon!, lat!));
}

function placedOf(row: RawRow, at: Geometry): Placed | null {
  const corners = cornersOf(at)?.map(planeOf);
  if (corners === undefined) return null;
  if (at.type === 'Point') return { row, east: corners[0]![0], north: corners[0]![1], sideM: null };
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  return { row, east: middle(xs), north: middle(ys), sideM: sideOf(corners) };
}

/** The side of a square in metres, whichever way it is turned; NaN where the ring is none. */
function sideOf(corners: readonly (readonly [number, number])[]): number {
  let [twice, round] = [0, 0];
  for (const [i, [x, y]] of corners.entries()) {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    twice += x * nextY - nextX * y;
    round += Math.hypot(nextX - x, nextY - y);
  }
  const side = Math.sqrt(Math.abs(twice) / 2);
  return Math.abs(round - 4 * side) <= SQUARE * side ? side : NaN;
}

/** The side that most cells have, in whole metres where it is nearly so. */
function roundSide(sides: readonly number[]): number {
  const middle = sides.toSorted((a, b) => a - b)[Math.floor(sides.length / 2)] ?? 1;
  const whole = Math.max(1, Math.round(middle));
  return Math.abs(whole - middle) <= middle * 0.005 ? whole : Math.round(middle * 10) / 10;
}
