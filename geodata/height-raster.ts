import type { Epsg } from './projections.ts';
import { TableError } from './row-batch.ts';

/** More heights than this are more than a city needs, and more than this program keeps in memory. */
export const MOST_HEIGHTS = 64_000_000;

/** Heights of a file as it gives them: rows from the north, metres above the sea, NaN where it knows none. */
export interface HeightRaster {
  readonly columns: number;
  readonly rows: number;
  /** Of the node in the north-west, in the file's own system. */
  readonly west: number;
  readonly north: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly heights: Float32Array;
  /** What the file says of its system; null where it says nothing. */
  readonly own: { readonly epsg: Epsg; readonly from: 'prj' | 'crs' } | null;
}

export const unreadable = (korean: string, english: string): TableError =>
  new TableError('unreadable-file', korean, english);

/** Throws TableError for a raster without cells or with too many. */
export function requireSize(columns: number, rows: number): void {
  if (!(columns > 1 && rows > 1))
    throw unreadable(
      '높이가 가로세로 두 칸도 되지 않습니다.',
      'The heights do not make two columns and two rows.',
    );
  if (columns * rows > MOST_HEIGHTS)
    throw unreadable(
      `높이가 ${columns * rows}칸입니다. ${MOST_HEIGHTS}칸까지 읽습니다. 강릉 범위만 잘라 주십시오.`,
      `The file has ${columns * rows} heights; ${MOST_HEIGHTS} are read. Cut it to the city.`,
    );
}
