import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { unreadable, type HeightRaster } from './height-raster.ts';
import { readAsciiGrid, readXyz } from './height-text.ts';
import { readTiffHeights } from './height-tiff.ts';
import { epsgOfPrj, type Epsg } from './projections.ts';
import { systemOf, type SystemSource } from './shape-system.ts';

/** The heights of a file, and how their coordinate system was found. */
export interface Heights {
  readonly raster: HeightRaster;
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
}

/**
 * Reads a height grid: ESRI ASCII (.asc, with a .prj beside it or not), GeoTIFF, or lines of x y z. The system comes from
 * `given`, else the file's own word, else from the only one that puts it in Korea. Throws TableError for what is no such
 * file, has too many heights, whose system stays unknown, or which would lie outside Korea.
 */
export async function readHeights(path: string, given: Epsg | null): Promise<Heights> {
  if (!existsSync(path)) throw unreadable(`파일이 없습니다: ${path}`, `There is no such file: ${path}`);
  const raster = await readRaster(path);
  const { west, north, columns, rows, stepX, stepY } = raster;
  const [east, south] = [west + (columns - 1) * stepX, north - (rows - 1) * stepY];
  const corners = [
    [west, south],
    [east, south],
    [west, north],
    [east, north],
  ];
  return { raster, ...systemOf([{ type: 'MultiPoint', coordinates: corners }], given, raster.own) };
}

async function readRaster(path: string): Promise<HeightRaster> {
  const head = await headOf(path);
  if (/^(II[*+]\0|MM\0[*+])/u.test(head)) return readTiffHeights(path);
  const text = /^\s*(ncols|nrows)\s/iu.test(head) ? await readAsciiGrid(path) : await readXyz(path);
  return { ...text, own: await systemBeside(path) };
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function systemBeside(path: string): Promise<HeightRaster['own']> {
  const stem = path.slice(0, path.length - extname(path).length);
  const beside = ['.prj', '.PRJ'].map((ending) => stem + ending).find((each) => existsSync(each));
  if (beside === undefined) return null;
  const epsg = epsgOfPrj(await readFile(beside, 'utf8'));
  return epsg === null ? null : { epsg, from: 'prj' };
}
