import { decodeCp949 } from './cp949.ts';

export type CellEncoding = 'cp949' | 'utf8';

/** What is wrong with the shape of a row, as bits of `RowBatch.flaws`. */
export const FEWER_CELLS = 1;
export const MORE_CELLS = 2;
export const BROKEN = 4;

/**
 * Some rows of a table as bytes. Cell `c` of row `r` is `bytes[starts[i]..ends[i])` with `i = r * stride + c`,
 * without quotes and outer blanks. The reader reuses all arrays: use a batch up before asking for the next.
 */
export interface RowBatch {
  readonly bytes: Buffer;
  readonly encoding: CellEncoding;
  readonly stride: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Where a row stands in its file: line (CSV), row (XLSX) or record (JSON), from 1. */
  readonly lines: Int32Array;
  readonly flaws: Uint8Array;
  readonly rows: number;
}

/** A table whose header is known. `columns` may grow while JSON records bring new keys. */
export interface TableReader {
  readonly kind: 'csv' | 'xlsx' | 'json';
  readonly encoding: 'CP949' | 'UTF-8' | 'UTF-16LE' | 'UTF-16BE';
  readonly columns: readonly string[];
  readonly batches: AsyncGenerator<RowBatch, void, undefined>;
}

/** A file that cannot be read as a table. `message` is Korean, `english` the same; both say what to do. */
export class TableError extends Error {
  override name = 'TableError';
  readonly code: 'missing-column' | 'unreadable-file';
  readonly english: string;

  constructor(code: 'missing-column' | 'unreadable-file', korean: string, english: string) {
    super(korean);
    this.code = code;
    this.english = english;
  }
}

/** Text of one cell, outer blanks of any kind removed. */
export function cellText(batch: RowBatch, row: number, column: number): string {
  if (column < 0 || column >= batch.stride) return '';
  const index = row * batch.stride + column;
  const start = batch.starts[index]!;
  const end = batch.ends[index]!;
  if (start >= end) return '';
  const text =
    batch.encoding === 'cp949'
      ? decodeCp949(batch.bytes, start, end)
      : batch.bytes.toString('utf8', start, end);
  return text.trim();
}

const LOOKED_AT = 20;

/** Index of the row that is the header: the first for which `isHeader` holds. -1 where none of the first rows is. */
export function headerRow(
  rows: readonly (readonly string[])[],
  isHeader: (row: readonly string[]) => boolean,
): number {
  return rows.slice(0, LOOKED_AT).findIndex((row) => isHeader(row.map(plainHeader)));
}

/** A header cell as it is compared: no byte order mark, no blanks, one width of characters. */
export function plainHeader(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff"']/g, '')
    .toLowerCase();
}
