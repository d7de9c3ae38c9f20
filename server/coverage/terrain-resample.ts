import type { Heights } from '../../geodata/height-reader.ts';
import { fromLonLat, toLonLat } from '../../geodata/projections.ts';
import { TableError } from '../../geodata/row-batch.ts';
import { placeOf, planeOf } from './plane.rules.ts';
import { HeightGrid, NO_HEIGHT, type GridShape } from './terrain.rules.ts';

/** The city with its hills and its sea, in degrees: what lies beyond is not loaded. */
const CITY = { west: 128.55, south: 37.44, east: 129.12, north: 37.96 } as const;
/** As many nodes as a browser takes in one answer; a finer file is thinned to them. */
export const MOST_NODES = 6_000_000;
/** Between so many nodes the file's coordinates run straight to within a millimetre. */
const STRAIGHT = 32;
const METRES_A_DEGREE = 111_000;

/** A file's heights as the city keeps them. */
export interface Resampled {
  readonly grid: HeightGrid;
  /** Metres between the heights of the file. */
  readonly fileStepM: number;
  readonly unknownNodes: number;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * Heights in EPSG:5187, bilinear from the file's, cut to the city, as fine as the file or as {@link MOST_NODES} allow.
 * Throws TableError where the file does not reach the city or knows no height in it.
 */
export function resampled({ raster, epsg }: Heights): Resampled {
  const fileStepM = epsg === 4326 ? raster.stepY * METRES_A_DEGREE : Math.max(raster.stepX, raster.stepY);
  const box = overlap(fileBox({ raster, epsg }), cityBox());
  if (box === null)
    throw new TableError(
      'unreadable-file',
      '파일의 높이가 강릉에 닿지 않습니다. 좌표계가 맞는지 확인하십시오.',
      'The heights do not reach Gangneung. Check the coordinate system.',
    );
  const shape = shapeOf(box, fileStepM, epsg === 5187 ? [raster.west, raster.north] : [0, 0]);
  const decimetres = filled(shape, { raster, epsg });
  const unknownNodes = decimetres.reduce((count, height) => count + Number(height === NO_HEIGHT), 0);
  if (unknownNodes === decimetres.length)
    throw new TableError(
      'unreadable-file',
      '강릉 범위에 아는 높이가 하나도 없습니다.',
      'No height is known within Gangneung.',
    );
  return { grid: new HeightGrid(shape, decimetres), fileStepM, unknownNodes };
}

function fileBox({ raster, epsg }: Pick<Heights, 'raster' | 'epsg'>): Box {
  const { west, north, columns, rows, stepX, stepY } = raster;
  const [east, south] = [west + (columns - 1) * stepX, north - (rows - 1) * stepY];
  if (epsg === 5187) return [west, south, east, north];
  return boxAround(
    [
      [west, south],
      [east, south],
      [west, north],
      [east, north],
    ].map(([x, y]) => planeOf(toLonLat(epsg)([x!, y!]))),
  );
}

const cityBox = (): Box =>
  boxAround(
    [
      [CITY.west, CITY.south],
      [CITY.east, CITY.south],
      [CITY.west, CITY.north],
      [CITY.east, CITY.north],
    ].map(([lon, lat]) => planeOf([lon!, lat!])),
  );

const boxAround = (points: readonly (readonly [number, number])[]): Box => [
  Math.min(...points.map(([x]) => x)),
  Math.min(...points.map(([, y]) => y)),
  Math.max(...points.map(([x]) => x)),
  Math.max(...points.map(([, y]) => y)),
];

function overlap(a: Box, b: Box): Box | null {
  const box: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : null;
}

/** Nodes on those of a file that is in the plane already, so that nothing of it is blurred. */
function shapeOf(
  [west, south, east, north]: Box,
  fileStepM: number,
  on: readonly [number, number],
): GridShape {
  const area = ((east - west) / fileStepM + 1) * ((north - south) / fileStepM + 1);
  const stepM = fileStepM * Math.max(1, Math.ceil(Math.sqrt(area / MOST_NODES)));
  const first = (least: number, node: number): number =>
    node + Math.ceil((least - node) / stepM - 1e-6) * stepM;
  const shape = { west: first(west, on[0]), south: first(south, on[1]), stepM };
  const count = (least: number, most: number): number =>
    Math.max(2, Math.floor((most - least) / stepM + 1e-6) + 1);
  return { ...shape, columns: count(shape.west, east), rows: count(shape.south, north) };
}

function filled(shape: GridShape, heights: Pick<Heights, 'raster' | 'epsg'>): Int16Array {
  const { west, south, stepM, columns, rows } = shape;
  const decimetres = new Int16Array(columns * rows).fill(NO_HEIGHT);
  const toFile = fileCoordinates(heights.epsg);
  for (let top = 0; top < rows; top += STRAIGHT)
    for (let left = 0; left < columns; left += STRAIGHT) {
      const [right, bottom] = [left + STRAIGHT, top + STRAIGHT];
      const at = (column: number, row: number) => toFile(west + column * stepM, south + row * stepM);
      const corners = [at(left, top), at(right, top), at(left, bottom), at(right, bottom)] as const;
      for (let row = top; row < Math.min(bottom, rows); row++)
        for (let column = left; column < Math.min(right, columns); column++) {
          const [x, y] = between(corners, (column - left) / STRAIGHT, (row - top) / STRAIGHT);
          decimetres[row * columns + column] = decimetresAt(heights.raster, x, y);
        }
    }
  return decimetres;
}

type Point = readonly [x: number, y: number];

function between([a, b, c, d]: readonly [Point, Point, Point, Point], fx: number, fy: number): Point {
  const part = (axis: 0 | 1): number =>
    (a[axis] * (1 - fx) + b[axis] * fx) * (1 - fy) + (c[axis] * (1 - fx) + d[axis] * fx) * fy;
  return [part(0), part(1)];
}

/** Higher or deeper than a height's two bytes hold is no height of Korea. */
function decimetresAt(
  { west, north, columns, rows, stepX, stepY, heights }: Heights['raster'],
  x: number,
  y: number,
): number {
  const across = (x - west) / stepX;
  const down = (north - y) / stepY;
  const near = 1e-6;
  if (!(across >= -near && down >= -near && across <= columns - 1 + near && down <= rows - 1 + near))
    return NO_HEIGHT;
  const column = Math.max(0, Math.min(Math.floor(across + near), columns - 2));
  const row = Math.max(0, Math.min(Math.floor(down + near), rows - 2));
  const at = row * columns + column;
  const [fx, fy] = [across - column, down - row];
  const mix = (a: number, b: number, part: number): number =>
    part < near ? a : part > 1 - near ? b : a * (1 - part) + b * part;
  const metres = mix(
    mix(heights[at]!, heights[at + 1]!, fx),
    mix(heights[at + columns]!, heights[at + columns + 1]!, fx),
    fy,
  );
  const decimetres = Math.round(metres * 10);
  return Math.abs(decimetres) < -NO_HEIGHT ? decimetres : NO_HEIGHT;
}

function fileCoordinates(epsg: Heights['epsg']): (east: number, north: number) => Point {
  if (epsg === 5187) return (east, north) => [east, north];
  if (epsg === 4326) return (east, north) => placeOf(east, north);
  const convert = fromLonLat(epsg);
  return (east, north) => convert(placeOf(east, north));
}
