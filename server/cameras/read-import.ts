import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openTable } from '../../geodata/table-reader.ts';
import { TableError, type RowBatch, type TableReader } from '../../geodata/row-batch.ts';
import type { CityArea } from './import-area.ts';
import { ImportJudge } from './import-judge.ts';
import { judgeFile, type Verdict } from './import-verdict.ts';
import { isNationalHeader } from './national-columns.rules.ts';

/** A national CCTV file, read once and judged. Nothing of it is in the database yet. */
export interface ReadImport {
  readonly path: string;
  readonly name: string;
  readonly table: Pick<TableReader, 'kind' | 'encoding'>;
  readonly header: readonly string[];
  readonly judge: ImportJudge;
  readonly verdict: Verdict;
}

export interface ReadOptions {
  /** Real districts that judge positions; null lets the file's own extent judge. */
  readonly city: CityArea | null;
  readonly now: Date;
  readonly onProgress?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

const SEOUL_OFFSET_MS = 9 * 3_600_000;

/** The day in the city (Asia/Seoul has no summer time), ISO. */
export const todayInSeoul = (now: Date): string =>
  new Date(now.getTime() + SEOUL_OFFSET_MS).toISOString().slice(0, 10);

/** Opens a file as a table of the national kind. Throws TableError where it is none. */
export const openNational = (path: string, checked = false): Promise<TableReader> =>
  openTable(path, isNationalHeader, checked);

/**
 * Reads and judges a whole file, a batch at a time; between batches other work of the process goes on. Memory holds a
 * few numbers a row, never the rows. Throws TableError for what cannot be read as a table.
 */
export async function readImport(path: string, options: ReadOptions): Promise<ReadImport> {
  const table = await openNational(path);
  const judge = new ImportJudge(options.city, todayInSeoul(options.now));
  for await (const batch of table.batches) {
    options.signal?.throwIfAborted();
    judge.judge(batch, table.columns);
    options.onProgress?.(judge.rows.count);
    await nextTurn();
  }
  requireRows(table, judge.rows.count);
  return {
    path,
    name: basename(path),
    table: { kind: table.kind, encoding: table.encoding },
    header: table.columns,
    judge,
    verdict: await judgeFile(judge, options.city),
  };
}

function requireRows(table: TableReader, rows: number): void {
  if (table.kind === 'json' && table.columns.length === 0)
    throw new TableError(
      'missing-column',
      'JSON에서 카메라 자료를 찾지 못했습니다. 위도와 경도 이름을 가진 객체의 배열이어야 합니다. (missing-column)',
      'No camera record was found in the JSON: it must be an array of objects that name a latitude and a longitude. (missing-column)',
    );
  if (rows === 0)
    throw new TableError(
      'unreadable-file',
      '머리글만 있고 자료 행이 하나도 없습니다. 자료가 든 파일을 주십시오.',
      'The file has a header and no row. Give a file that holds data.',
    );
}

/** The batches of a file again, each with the number of its first row, for a second pass beside the verdict. */
export async function* batchesAgain(path: string): AsyncGenerator<{ batch: RowBatch; firstRow: number }> {
  const table = await openNational(path, true);
  let firstRow = 0;
  for await (const batch of table.batches) {
    yield { batch, firstRow };
    firstRow += batch.rows;
    await nextTurn();
  }
}

/** SHA-256 of a file in hex: names what was imported in the register and in the audit. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
