import type { Geometry } from 'geojson';
import { EPSG_CODES, toLonLat, type Epsg } from './projections.ts';
import { TableError } from './row-batch.ts';

/** Korea with its farthest islands, in degrees. */
const KOREA = { west: 124, south: 33, east: 132, north: 39.5 } as const;
/** A layer of which less lies in Korea is not one of Korea: its system is another than the one named. */
const SHARE_INSIDE = 0.5;
const METRE_SYSTEMS = EPSG_CODES.filter((epsg) => epsg !== 4326);

/** West, south, east and north in degrees. */
export type DegreeBox = readonly [west: number, south: number, east: number, north: number];
export type SystemSource = 'given' | 'prj' | 'crs' | 'magnitude';

const refused = (korean: string, english: string): TableError =>
  new TableError('unreadable-file', korean, english);

type Nested = readonly number[] | readonly Nested[];

/** Every vertex of a geometry, easting (or longitude) first. */
function* verticesOf(geometry: Geometry): Generator<readonly number[]> {
  if (geometry.type === 'GeometryCollection') {
    for (const each of geometry.geometries) yield* verticesOf(each);
    return;
  }
  const open: Nested[] = [geometry.coordinates as Nested];
  for (let nested = open.pop(); nested !== undefined; nested = open.pop())
    if (typeof nested[0] === 'number') yield nested as readonly number[];
    else for (let at = nested.length - 1; at >= 0; at -= 1) open.push(nested[at] as Nested);
}

/** The box around geometries in degrees, to six decimals. */
export function degreeBoxOf(geometries: Iterable<Geometry>): DegreeBox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries)
    for (const [lon = NaN, lat = NaN] of verticesOf(geometry)) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return [rounded(west), rounded(south), rounded(east), rounded(north)];
}

function shareInKorea(geometries: readonly Geometry[], epsg: Epsg): number {
  const convert = toLonLat(epsg);
  let [inside, all] = [0, 0];
  for (const geometry of geometries)
    for (const vertex of verticesOf(geometry)) {
      const [lon, lat] = convert(vertex);
      all += 1;
      if (lon >= KOREA.west && lon <= KOREA.east && lat >= KOREA.south && lat <= KOREA.north) inside += 1;
    }
  return all === 0 ? 0 : inside / all;
}

const inDegrees = (geometries: readonly Geometry[]): boolean =>
  geometries.every((geometry) => {
    for (const [x = NaN, y = NaN] of verticesOf(geometry))
      if (!(Math.abs(x) <= 180 && Math.abs(y) <= 180)) return false;
    return true;
  });

const firstOf = (geometries: readonly Geometry[]): string => {
  for (const geometry of geometries)
    for (const vertex of verticesOf(geometry)) return vertex.slice(0, 2).join(', ');
  return '-';
};

/**
 * The system of a layer: the one `given`, else the file's `own` word, else the only one that puts it in Korea. Throws
 * TableError where degrees are called metres, where the layer would lie outside Korea, and where several systems fit.
 */
export function systemOf(
  geometries: readonly Geometry[],
  given: Epsg | null,
  own: { readonly epsg: Epsg; readonly from: 'prj' | 'crs' } | null,
): { readonly epsg: Epsg; readonly epsgFrom: SystemSource } {
  const degrees = inDegrees(geometries);
  const first = firstOf(geometries);
  const epsg = given ?? own?.epsg ?? (degrees ? 4326 : onlyFitting(geometries, first));
  const epsgFrom = given !== null ? 'given' : (own?.from ?? 'magnitude');
  if (degrees && epsg !== 4326)
    throw refused(
      `EPSG:${epsg} 좌표계는 미터 단위인데 파일의 좌표는 도 단위입니다 (첫 좌표 ${first}). 경위도 파일이면 --epsg 4326 으로 주십시오.`,
      `EPSG:${epsg} is in metres, but the file's coordinates are degrees (first ${first}). Give --epsg 4326 if they are longitude and latitude.`,
    );
  if (shareInKorea(geometries, epsg) < SHARE_INSIDE)
    throw refused(
      `EPSG:${epsg} 좌표계로 읽으면 도형의 대부분이 우리나라(경도 124~132, 위도 33~39.5) 밖에 놓입니다 (첫 좌표 ${first}). ` +
        `${degrees ? '경도와 위도의 순서를 확인하거나 ' : ''}맞는 좌표계를 --epsg 4326, 5174, 5179, 5186, 5187 중에서 주십시오.`,
      `Read as EPSG:${epsg} most of the layer lies outside Korea (longitude 124-132, latitude 33-39.5; first ${first}). ` +
        `${degrees ? 'Check the order of longitude and latitude, or give' : 'Give'} the right system with --epsg (4326, 5174, 5179, 5186 or 5187).`,
    );
  return { epsg, epsgFrom };
}

function onlyFitting(geometries: readonly Geometry[], first: string): Epsg {
  const fitting = METRE_SYSTEMS.filter((epsg) => shareInKorea(geometries, epsg) >= SHARE_INSIDE);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (only === undefined)
    throw refused(
      `좌표계를 알 수 없습니다 (첫 좌표 ${first}). 5174, 5179, 5186, 5187 어느 것으로 읽어도 우리나라 밖입니다. 좌표계를 --epsg 로 주십시오.`,
      `The coordinate system is unknown (first ${first}): with none of 5174, 5179, 5186 and 5187 does the layer lie in Korea. Give it with --epsg.`,
    );
  throw refused(
    `파일에 좌표계가 적혀 있지 않고, EPSG ${fitting.join(', ')} 가운데 어느 것이든 될 수 있습니다 (첫 좌표 ${first}). 자료를 준 곳에 확인해 그 번호를 --epsg 로 주십시오.`,
    `The file names no coordinate system, and EPSG ${fitting.join(', ')} are all possible (first ${first}). Ask where the file is from and give the one with --epsg.`,
  );
}
