import { createReadStream } from 'node:fs';
import { MOST_HEIGHTS, requireSize, unreadable, type HeightRaster } from './height-raster.ts';

type TextRaster = Omit<HeightRaster, 'own'>;

const BLANKS = new Set([9, 10, 13, 32, 44, 59]);

/** Words of a text between blanks, commas and semicolons, read in pieces so that a file may be larger than a string. */
async function* wordsOf(path: string): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const text = rest + (chunk as string);
    let end = text.length;
    while (end > 0 && !BLANKS.has(text.charCodeAt(end - 1))) end--;
    rest = text.slice(end);
    if (rest.length > 1000) throw notText();
    yield text
      .slice(0, end)
      .split(/[\s,;]+/u)
      .filter((word) => word !== '');
  }
  if (rest !== '') yield [rest];
}

const notText = () =>
  unreadable(
    'ESRI ASCII(.asc)도, 줄마다 x y z가 있는 글도 아닙니다.',
    'The file is neither an ESRI ASCII grid (.asc) nor text with x y z on each line.',
  );

const HEADER = /^(ncols|nrows|xllcorner|yllcorner|xllcenter|yllcenter|cellsize|dx|dy|nodata_value)$/iu;

/** Reads an ESRI ASCII grid. Throws TableError for what is none, and where heights are missing or too many. */
export async function readAsciiGrid(path: string): Promise<TextRaster> {
  const header = new Map<string, number>();
  let key: string | null = null;
  let raster: TextRaster | null = null;
  let at = 0;
  let nodata = NaN;
  for await (const words of wordsOf(path))
    for (const word of words) {
      if (raster === null && key === null && HEADER.test(word)) key = word.toLowerCase();
      else if (raster === null && key !== null) {
        header.set(key, Number(word));
        key = null;
      } else {
        if (raster === null) {
          raster = gridOf(header);
          nodata = header.get('nodata_value') ?? NaN;
        }
        const height = Number(word);
        if (Number.isNaN(height) || at >= raster.heights.length) throw filled(raster, at, word);
        raster.heights[at++] = height === nodata ? NaN : height;
      }
    }
  if (raster === null) throw notText();
  if (at < raster.heights.length) throw filled(raster, at, null);
  return raster;
}

function gridOf(header: ReadonlyMap<string, number>): TextRaster {
  const columns = header.get('ncols') ?? NaN;
  const rows = header.get('nrows') ?? NaN;
  const stepX = header.get('dx') ?? header.get('cellsize') ?? NaN;
  const stepY = header.get('dy') ?? header.get('cellsize') ?? NaN;
  const west = header.get('xllcenter') ?? (header.get('xllcorner') ?? NaN) + stepX / 2;
  const south = header.get('yllcenter') ?? (header.get('yllcorner') ?? NaN) + stepY / 2;
  if (!(stepX > 0 && stepY > 0) || Number.isNaN(west + south)) throw notText();
  if (!Number.isInteger(columns) || !Number.isInteger(rows)) throw notText();
  requireSize(columns, rows);
  const north = south + (rows - 1) * stepY;
  return { columns, rows, west, north, stepX, stepY, heights: new Float32Array(columns * rows) };
}

const filled = ({ columns, rows }: TextRaster, at: number, word: string | null) => {
  const found = word === null ? `${at}` : `"${word.slice(0, 20)}" (${at + 1})`;
  return unreadable(
    `머리글은 높이가 ${columns} × ${rows}개라고 하는데 파일은 다릅니다: ${found}`,
    `The header says ${columns} × ${rows} heights, the file differs: ${found}`,
  );
};

/** Reads lines of x y z, in any order, that lie on a grid. Throws TableError where they do not. */
export async function readXyz(path: string): Promise<TextRaster> {
  const values: number[] = [];
  let skipped = 0;
  for await (const words of wordsOf(path))
    for (const word of words) {
      const value = Number(word);
      if (!Number.isNaN(value)) values.push(value);
      else if (values.length > 0 || ++skipped > 3) throw notText();
      if (values.length > 3 * (MOST_HEIGHTS / 4)) requireSize(MOST_HEIGHTS, 2);
    }
  if (values.length < 12 || values.length % 3 !== 0) throw notText();
  const [xs, ys] = [axisOf(values, 0), axisOf(values, 1)];
  const [columns, rows] = [xs.count, ys.count];
  requireSize(columns, rows);
  const heights = new Float32Array(columns * rows).fill(NaN);
  const north = ys.first + (rows - 1) * ys.step;
  for (let i = 0; i < values.length; i += 3) {
    const column = Math.round((values[i]! - xs.first) / xs.step);
    const row = Math.round((north - values[i + 1]!) / ys.step);
    heights[row * columns + column] = values[i + 2]!;
  }
  return { columns, rows, west: xs.first, north, stepX: xs.step, stepY: ys.step, heights };
}

/** Where a coordinate's values begin, their step and how many steps there are; each value lies on one. */
function axisOf(values: readonly number[], offset: 0 | 1): { first: number; step: number; count: number } {
  const all = new Set<number>();
  for (let i = offset; i < values.length; i += 3) all.add(values[i]!);
  const sorted = Float64Array.from(all).sort();
  let step = Infinity;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, sorted[i]! - sorted[i - 1]!);
  const first = sorted[0]!;
  for (const value of sorted) {
    const steps = (value - first) / step;
    if (Math.abs(steps - Math.round(steps)) > 0.01)
      throw unreadable(
        `점들이 고른 격자에 놓여 있지 않습니다: ${value}`,
        `The points do not lie on an even grid: ${value}`,
      );
  }
  return { first, step, count: Math.round((sorted.at(-1)! - first) / step) + 1 };
}
