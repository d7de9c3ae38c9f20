import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Geometry, Point } from 'geojson';
import { isEpsg, toLonLat, type Epsg } from '../../../geodata/projections.ts';
import { cellText, FEWER_CELLS, TableError } from '../../../geodata/row-batch.ts';
import { readShapes } from '../../../geodata/shape-reader.ts';
import { systemOf } from '../../../geodata/shape-system.ts';
import { openTable } from '../../../geodata/table-reader.ts';
import { openZip } from '../../../geodata/zip-file.ts';
import {
  isSwapped,
  judgeRows,
  MOST_PLACES,
  numberIn,
  placeColumnsOf,
  weightColumnOf,
  type JudgedDemand,
  type RawRow,
} from './demand-file.rules.ts';

/** How a file is to be read, and what is to be said of it. */
export interface DemandOptions {
  readonly title: string;
  readonly unit: string | null;
  readonly weight: string | null;
  readonly cellM: number | null;
  readonly epsg: number | null;
  readonly origin: string | null;
  readonly asOf: string | null;
}

/** A demand's file, read and judged. Nothing of it is in the database yet. */
export interface ReadDemand extends Omit<DemandOptions, 'weight' | 'epsg' | 'cellM' | 'unit'> {
  readonly file: string;
  /** Of the file and of how it was read. */
  readonly digest: string;
  readonly unit: string;
  readonly encoding: string | null;
  readonly epsg: Epsg;
  readonly weightColumn: string | null;
  readonly rows: number;
  readonly judged: JudgedDemand;
  readonly readingMs: number;
}

type Columns = Pick<ReadDemand, 'encoding' | 'epsg' | 'weightColumn'> & {
  readonly rows: readonly RawRow[];
  readonly placeName: string;
};

const HEAD_BYTES = 1 << 16;
const ANY = /./u;

/**
 * Reads a file of points or of grid squares with their weight: CSV (CP949, UTF-8), XLSX, JSON, GeoJSON, SHP, also zipped.
 * Throws TableError for what is none of these, names no place or not the column that was asked for, or has too many rows.
 */
export async function readDemandFile(
  path: string,
  options: DemandOptions,
  file = basename(path),
): Promise<ReadDemand> {
  const startedAt = performance.now();
  const { title, unit, weight, cellM, epsg, origin, asOf } = options;
  if (epsg !== null && !isEpsg(epsg))
    throw new TableError(
      'unreadable-file',
      `EPSG:${epsg} 좌표계는 읽지 못합니다. 4326, 5174, 5179, 5186, 5187 중에서 주십시오.`,
      `EPSG:${epsg} is not read. Give 4326, 5174, 5179, 5186 or 5187.`,
    );
  const read = await readRows(path, epsg, weight).catch((error: unknown) => {
    throw error instanceof TableError ? error : unreadable(error);
  });
  const judged = judgeRows(read.rows, cellM, { place: read.placeName, weight: read.weightColumn });
  const said = unit ?? (read.weightColumn === null ? '곳' : '명');
  const digest = createHash('sha256')
    .update(await readFile(path))
    .update(JSON.stringify([said, read.weightColumn, judged.cellM, read.epsg, origin, asOf]))
    .digest('hex');
  return {
    ...{ file, digest, title, unit: said, origin, asOf, encoding: read.encoding, epsg: read.epsg },
    ...{ weightColumn: read.weightColumn, rows: read.rows.length, judged },
    readingMs: performance.now() - startedAt,
  };
}

const unreadable = (cause: unknown): TableError => {
  const error = new TableError(
    'unreadable-file',
    '파일이 깨져 있어 읽지 못했습니다. CSV나 GeoJSON으로 저장해 다시 주십시오.',
    'The file is broken and could not be read. Save it as CSV or GeoJSON and give that.',
  );
  error.cause = cause;
  return error;
};

const readRows = async (path: string, epsg: Epsg | null, weight: string | null): Promise<Columns> =>
  (await holdsShapes(path)) ? shapesOf(path, epsg, weight) : tableOf(path, epsg, weight);

/** Whether the file holds shapes rather than a table, by its content and not its name. */
async function holdsShapes(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0).finally(() => file.close());
  if (bytesRead >= 4 && head.readUInt32BE(0) === 9994) return true;
  if (head.toString('latin1', 0, 2) !== 'PK')
    return /^\s*\{/u.test(head.toString('latin1', 0, 64).replace(/^\xef\xbb\xbf/u, ''))
      ? /"type"\s*:\s*"Feature(Collection)?"/u.test(head.toString('latin1', 0, bytesRead))
      : false;
  const zip = await openZip(path).catch(() => null);
  if (zip === null) return false;
  zip.close();
  return zip.names.some((name) => /\.(shp|geojson)$/iu.test(name));
}

function requireFew(rows: number): void {
  if (rows > MOST_PLACES)
    throw new TableError(
      'unreadable-file',
      `한 파일에 ${MOST_PLACES.toLocaleString('en')}줄까지 읽습니다. 강릉의 것만 남겨 다시 주십시오.`,
      `A file of up to ${MOST_PLACES.toLocaleString('en')} rows is read. Leave Gangneung's rows only.`,
    );
}

function requireColumn(header: readonly string[], asked: string | null): string | null {
  const column = weightColumnOf(header, asked);
  if (column !== undefined) return column;
  throw new TableError(
    'missing-column',
    `수를 적은 열 "${asked}"이(가) 없습니다. 있는 열: ${header.join(', ')}.`,
    `There is no column "${asked}" for the weight. Columns found: ${header.join(', ')}.`,
  );
}

async function shapesOf(path: string, given: Epsg | null, weight: string | null): Promise<Columns> {
  const { shapes, epsg } = await readShapes(path, given, ANY);
  requireFew(shapes.length);
  const weightColumn = requireColumn(Object.keys(shapes[0]!.attributes), weight);
  const rows = shapes.map(({ geometry, attributes }, index): RawRow => {
    const value = weightColumn === null ? null : (attributes[weightColumn] ?? '');
    return { line: index + 1, at: onePoint(geometry), weight: value === null ? null : String(value) };
  });
  return { rows, encoding: null, epsg, weightColumn, placeName: 'geometry' };
}

/** A set of one point is a point. */
const onePoint = (geometry: Geometry): Geometry =>
  geometry.type === 'MultiPoint' && geometry.coordinates.length === 1
    ? { type: 'Point', coordinates: geometry.coordinates[0]! }
    : geometry;

interface Cells {
  readonly line: number;
  readonly broken: boolean;
  readonly x: string;
  readonly y: string;
  readonly weight: string | null;
}

async function tableOf(path: string, given: Epsg | null, weight: string | null): Promise<Columns> {
  const table = await openTable(path, (names) => placeColumnsOf(names, given) !== null).catch(
    (error: unknown) => {
      if (!(error instanceof TableError) || error.code !== 'missing-column') throw error;
      throw new TableError(
        'missing-column',
        '자리를 말하는 열이 없습니다. 위도와 경도, 또는 x와 y(이때는 --epsg) 열이 있어야 합니다.',
        'No column tells where. Latitude and longitude, or x and y (then with --epsg), are needed.',
      );
    },
  );
  const cells: Cells[] = [];
  let header: string[] = [];
  let columns = { x: -1, y: -1, weight: -1 };
  let weightColumn: string | null = null;
  for await (const batch of table.batches) {
    if (header.length !== table.columns.length) {
      header = [...table.columns];
      weightColumn = requireColumn(header, weight);
      const at = weightColumn === null ? -1 : header.indexOf(weightColumn);
      columns = { ...placeColumnsOf(header, given)!, weight: at };
    }
    requireFew(cells.length + batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      const text = (column: number): string => cellText(batch, row, column);
      if (header.every((_, column) => text(column) === '')) continue;
      cells.push({
        ...{ line: batch.lines[row]!, broken: (batch.flaws[row]! & ~FEWER_CELLS) !== 0 },
        ...{ x: text(columns.x), y: text(columns.y) },
        weight: weightColumn === null ? null : text(columns.weight),
      });
    }
  }
  const { rows, epsg } = located(cells, given, [header[columns.x] ?? '', header[columns.y] ?? '']);
  const placeName = `${header[columns.y] ?? ''}, ${header[columns.x] ?? ''}`;
  return { rows, encoding: table.encoding, epsg, weightColumn, placeName };
}

/** Puts the rows of a table into degrees, by the system that most of them fit. */
function located(
  cells: readonly Cells[],
  given: Epsg | null,
  [xName, yName]: readonly [string, string],
): { readonly rows: RawRow[]; readonly epsg: Epsg } {
  const read = cells.map((each) => ({ each, fault: faultOf(each, xName, yName) }));
  const points = read.flatMap(({ each, fault }) => (fault === null ? [pointOf(each)] : []));
  const epsg = points.length === 0 ? (given ?? 4326) : systemOf(points, given, null).epsg;
  const convert = toLonLat(epsg);
  const rows = read.map(({ each, fault }): RawRow => {
    const { line, weight } = each;
    if (fault !== null) return { line, weight, at: fault };
    const { coordinates } = pointOf(each);
    return { line, weight, at: { type: 'Point', coordinates: [...convert(coordinates)] } };
  });
  return { rows, epsg };
}

const pointOf = ({ x, y }: Cells): Point => ({
  type: 'Point',
  coordinates: [numberIn(x)!, numberIn(y)!],
});

function faultOf(
  { broken, x, y }: Cells,
  xName: string,
  yName: string,
): Extract<RawRow['at'], { fault: unknown }> | null {
  if (broken) return { fault: 'unreadable-row', field: null, value: null };
  for (const [field, value] of [
    [xName, x],
    [yName, y],
  ] as const) {
    if (value === '') return { fault: 'missing-coordinates', field, value: null };
    if (numberIn(value) === null) return { fault: 'not-a-number', field, value };
  }
  return isSwapped(numberIn(x)!, numberIn(y)!)
    ? { fault: 'swapped-coordinates', field: `${yName}, ${xName}`, value: `${y}, ${x}` }
    : null;
}
